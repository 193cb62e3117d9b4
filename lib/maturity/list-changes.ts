import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { Refusal } from "@/lib/shared/errors";
import { daysBefore } from "./facts";
import { listChangesOp } from "./history-contract";
import { changeFrom } from "./rows";

export const listChanges = query(listChangesOp, async (ctx, { cursor, limit, agentId, days }) => {
  const since = days === undefined ? undefined : daysBefore(await databaseNow(ctx.db), days);
  const after = cursor ? placeOf(cursor) : null;
  const where = { orgId: ctx.orgId, agentId, at: { gte: since } };
  const rows = await ctx.db.maturityChange.findMany({
    where: after ? { ...where, OR: [{ at: { lt: after.at } }, { at: after.at, seq: { lt: after.seq } }] } : where,
    orderBy: [{ at: "desc" }, { seq: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(changeFrom),
    nextCursor: rows.length > limit && last ? encodeCursor({ at: last.at, id: String(last.seq) }) : null,
    total: await ctx.db.maturityChange.count({ where }),
  };
});

function placeOf(cursor: string): { at: Date; seq: bigint } {
  const { at, id } = decodeCursor(cursor);
  if (!/^\d{1,18}$/.test(id)) throw new Refusal("invalid_input", "The page cursor is not one that this list gave out.");
  return { at, seq: BigInt(id) };
}
