import { query } from "@/lib/audit/query";
import { listApiKeysOp } from "./contract";
import { toApiKey } from "./rows";

export const listApiKeys = query(listApiKeysOp, async (ctx) => {
  const rows = await ctx.db.apiKey.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return { items: rows.map(toApiKey) };
});
