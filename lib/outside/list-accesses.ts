import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { listAccessesOp } from "./contract";
import { accessesOf } from "./rows";

const MOST = 500;

export const listAccesses = query(listAccessesOp, async (ctx) => {
  const rows = await ctx.db.outsideAccess.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MOST,
  });
  return { items: await accessesOf(ctx, rows, await databaseNow(ctx.db)) };
});
