import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { probeResult } from "./probe-rows";
import { listProbesOp } from "./proof-contract";

export const listProbes = query(listProbesOp, async (ctx, { id }) => {
  const pep = await ctx.db.pep.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } }, select: { id: true } });
  if (!pep) throw notFound("enforcement point");
  const rows = await ctx.db.probe.findMany({
    where: { orgId: ctx.orgId, pepId: id },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    take: 20,
  });
  const now = await databaseNow(ctx.db);
  return {
    items: rows.map((row) => ({
      id: row.id,
      pepId: row.pepId,
      orderId: row.orderId,
      sentAt: row.sentAt.toISOString(),
      result: probeResult(row, now),
      why: row.why,
    })),
  };
});
