import { query } from "@/lib/audit/query";
import { BundleSummary, listBundlesOp } from "./contract";

export const listBundles = query(listBundlesOp, async (ctx) => {
  const rows = await ctx.db.bundle.findMany({
    where: { orgId: ctx.orgId },
    orderBy: { revision: "desc" },
    take: 50,
    omit: { content: true },
  });
  return {
    items: rows.map((row) => ({
      revision: row.revision,
      contentDigest: row.contentDigest,
      signingKeyId: row.signingKeyId,
      cause: BundleSummary.shape.cause.parse(row.cause),
      rollOutId: row.rollOutId,
      note: row.note,
      createdByName: row.createdByName,
      createdAt: row.createdAt.toISOString(),
      policies: row.policyCount,
      agents: row.agentCount,
      tools: row.toolCount,
    })),
  };
});
