import { query } from "@/lib/audit/query";
import { getTrustOp } from "./contract";

export const getTrust = query(getTrustOp, async (ctx) => {
  const rows = await ctx.db.signingKey.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, publicKey: true, retiresAt: true, retiredAt: true },
  });
  const keys = rows.map(({ id, publicKey, retiresAt, retiredAt }) => ({
    keyId: id,
    publicKey,
    retiresAt: retiresAt?.toISOString() ?? null,
    retiredAt: retiredAt?.toISOString() ?? null,
  }));
  return { org: ctx.orgId, keys };
});
