import { query } from "@/lib/audit/query";
import { listScimConnectionsOp } from "./connection-contract";
import { baseUrl, toConnection } from "./rows";

export const listScimConnections = query(listScimConnectionsOp, async (ctx) => {
  const rows = await ctx.db.scimConnection.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 100,
  });
  return { baseUrl: baseUrl(), items: rows.map(toConnection) };
});
