import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { getEnrolmentTokenOp } from "./enrolment-contract";

export const getEnrolmentToken = query(getEnrolmentTokenOp, async (ctx, { id }) => {
  const row = await ctx.db.enrolmentToken.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("enrolment token");
  const now = await databaseNow(ctx.db);
  return {
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    expired: row.usedAt === null && row.expiresAt <= now,
    usedAt: row.usedAt?.toISOString() ?? null,
    pepId: row.pepId,
  };
});
