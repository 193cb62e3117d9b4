import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { cancelReplayOp } from "./contract";
import { draftNow, readReplay, replayOf } from "./rows";

/** The worker sees it at its next sign of life. */
export const cancelReplay = command(cancelReplayOp, async (tx, { id }) => {
  const row = await readReplay(tx, id);
  const { count } = await tx.db.policyReplay.updateMany({
    where: { id, orgId: tx.orgId, status: { in: ["waiting", "running"] } },
    data: { status: "cancelled", finishedAt: tx.now },
  });
  if (count === 0) throw new Refusal("conflict", `It is over already: ${row.status}.`);
  return {
    result: replayOf(await readReplay(tx, id), await draftNow(tx)),
    event: { action: "replay.cancelled", target: { kind: "replay", id, name: row.askedBy }, detail: {} },
  };
});
