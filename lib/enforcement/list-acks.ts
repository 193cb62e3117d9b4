import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { listAcksOp } from "./contract";
import { pointState } from "./rules";

export const listAcks = query(listAcksOp, async (ctx, { revision }) => {
  const bundle = await ctx.db.bundle.findUnique({
    where: { orgId_revision: { orgId: ctx.orgId, revision } },
    select: { createdAt: true },
  });
  if (!bundle) throw notFound("bundle revision");
  const [peps, acks, now] = await Promise.all([
    ctx.db.pep.findMany({
      where: { orgId: ctx.orgId, OR: [{ revokedAt: null }, { revokedAt: { gt: bundle.createdAt } }] },
      orderBy: { name: "asc" },
    }),
    ctx.db.bundleAck.findMany({ where: { orgId: ctx.orgId, revision } }),
    databaseNow(ctx.db),
  ]);
  const byPep = new Map(acks.map((ack) => [ack.pepId, ack]));
  return {
    revision,
    points: peps.map((pep) => {
      const ack = byPep.get(pep.id);
      return {
        pepId: pep.id,
        pepName: pep.name,
        state: pointState(pep, now),
        result: ack ? (ack.result === "loaded" ? ("loaded" as const) : ("refused" as const)) : ("waiting" as const),
        reason: ack?.reason ?? null,
        ms: ack ? ack.receivedAt.getTime() - bundle.createdAt.getTime() : null,
      };
    }),
  };
});
