import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { showBreakGlass } from "./break-glass-rows";
import { listBreakGlassOp } from "./glass-contract";

export const listBreakGlass = query(listBreakGlassOp, async (ctx, { cursor, limit }) => {
  const after = cursor ? decodeCursor(cursor) : null;
  const rows = await ctx.db.breakGlass.findMany({
    where: {
      orgId: ctx.orgId,
      ...(after ? { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const now = await databaseNow(ctx.db);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => showBreakGlass(row, now)),
    nextCursor: rows.length > limit && last ? encodeCursor({ at: last.at, id: last.id }) : null,
  };
});
