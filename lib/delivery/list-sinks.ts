import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { listSinksOp } from "./contract";
import { toSinks } from "./rows";

export const listSinks = query(listSinksOp, async (ctx) => {
  const rows = await ctx.db.sink.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return { items: await toSinks(ctx, rows), asOf: (await databaseNow(ctx.db)).toISOString() };
});
