import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { listStandingOp } from "./standing-contract";
import { showStanding } from "./standing-rows";

export const listStanding = query(listStandingOp, async (ctx, { cursor, limit }) => {
  const after = cursor ? decodeCursor(cursor) : null;
  const rows = await ctx.db.standingApproval.findMany({
    where: {
      orgId: ctx.orgId,
      ...(after ? { OR: [{ issuedAt: { lt: after.at } }, { issuedAt: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ issuedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const now = await databaseNow(ctx.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await Promise.all(page.map((row) => showStanding(ctx, row, now))),
    nextCursor: rows.length > limit && last ? encodeCursor({ at: last.issuedAt, id: last.id }) : null,
  };
});
