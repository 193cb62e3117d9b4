import { query } from "@/lib/audit/query";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { listPacksOp } from "./pack-contract";
import { summariesOf } from "./rows";

export const listPacks = query(listPacksOp, async (ctx, { cursor, limit }) => {
  const after = cursor ? decodeCursor(cursor) : null;
  const rows = await ctx.db.auditPack.findMany({
    where: {
      orgId: ctx.orgId,
      ...(after ? { OR: [{ askedAt: { lt: after.at } }, { askedAt: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ askedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    omit: { snapshot: true },
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await summariesOf(ctx, shown),
    nextCursor: rows.length > limit && last ? encodeCursor({ at: last.askedAt, id: last.id }) : null,
  };
});
