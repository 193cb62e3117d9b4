import { query } from "@/lib/audit/query";
import { notFound } from "@/lib/shared/errors";
import { getCanaryRunOp } from "./contract";
import { wholeRunOf } from "./rows";

export const getCanaryRun = query(getCanaryRunOp, async ({ db, orgId }, { id }) => {
  const row = await db.canaryRun.findUnique({ where: { id_orgId: { id, orgId } } });
  if (!row) throw notFound("run of canaries");
  const pep = await db.pep.findUnique({ where: { id_orgId: { id: row.pepId, orgId } }, select: { publicKey: true } });
  return wholeRunOf(row, pep?.publicKey ?? null);
});
