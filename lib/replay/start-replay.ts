import { command } from "@/lib/audit/command";
import { digestOfSet, draftSet, inForceSet } from "@/lib/policy/chosen-set";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { startReplayOp } from "./contract";
import { replayOf } from "./rows";

const DAY_MS = 86_400_000;

/** One runs at a time, so that nobody can keep the worker busy with more. */
export const startReplay = command(startReplayOp, async (tx, { days }) => {
  const { db, orgId, now } = tx;
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`replay ${orgId}`}, 0))`;
  const open = await db.policyReplay.findFirst({ where: { orgId, status: { in: ["waiting", "running"] } } });
  if (open)
    throw new Refusal(
      "conflict",
      `A replay that ${open.askedBy} asked for is not finished. Wait for it, or cancel it, and ask again.`,
    );
  const [before, after] = [await inForceSet(tx), await draftSet(tx)];
  const draft = digestOfSet(after);
  if (draft === digestOfSet(before))
    throw new Refusal("conflict", "The draft is what is in force: there is nothing to compare. Edit a policy first.");
  const row = await db.policyReplay.create({
    data: {
      id: newId("replay", now.getTime()),
      orgId,
      askedById: tx.actor.id,
      askedBy: tx.actor.name,
      askedAt: now,
      from: new Date(now.getTime() - days * DAY_MS),
      to: now,
      before,
      after,
      draft,
    },
  });
  return {
    result: replayOf(row, draft),
    event: {
      action: "replay.asked",
      target: { kind: "replay", id: row.id, name: `${days} days` },
      detail: { days, draft },
    },
  };
});
