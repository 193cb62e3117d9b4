import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { readFramework } from "./catalogue";
import { daysOf, periodOf } from "./pack/period";
import { buildPackOp } from "./pack-contract";
import { showPack } from "./rows";

/** One is built at a time, so that nobody can keep the worker busy with more. */
export const buildPack = command(buildPackOp, async (tx, { framework: id, agentIds, ...days }) => {
  const { db, orgId, now } = tx;
  const framework = await readFramework(tx, id);
  const period = periodOf(days.from, days.to, now);
  const chosen = [...new Set(agentIds)].sort();
  if ((await db.agent.count({ where: { orgId, id: { in: chosen } } })) !== chosen.length) throw notFound("agent");
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`audit pack ${orgId}`}, 0))`;
  const open = await db.auditPack.findFirst({
    where: { orgId, status: { in: ["waiting", "running"] } },
    select: { askedBy: true },
  });
  if (open)
    throw new Refusal(
      "conflict",
      `A pack that ${open.askedBy} asked for is not finished. Wait for it, or cancel it, and ask again.`,
    );
  const row = await db.auditPack.create({
    data: {
      id: newId("pack", now.getTime()),
      orgId,
      framework: id,
      frameworkTitle: framework.title,
      ...period,
      agentIds: chosen,
      askedById: tx.actor.id,
      askedBy: tx.actor.name,
      askedAt: now,
    },
    select: { id: true },
  });
  return {
    result: await showPack(tx, row.id, now),
    event: {
      action: "pack.asked",
      target: { kind: "pack", id: row.id, name: framework.title },
      detail: { framework: id, ...daysOf(period), agents: chosen },
    },
  };
});
