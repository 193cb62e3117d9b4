import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { listReleasesOp } from "./release-contract";
import { releasers, releaseView } from "./release-rows";

export const listReleases = query(listReleasesOp, async (ctx, { orderId, agentId }) => {
  const rows = await ctx.db.releaseRequest.findMany({
    where: {
      orgId: ctx.orgId,
      ...(orderId ? { orderId } : {}),
      ...(agentId ? { agentIds: { has: agentId } } : {}),
    },
    orderBy: { requestedAt: "desc" },
    take: 50,
  });
  const people = await releasers(ctx);
  const now = await databaseNow(ctx.db);
  return { items: rows.map((row) => releaseView(row, people, now)) };
});
