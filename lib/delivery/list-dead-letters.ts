import { query } from "@/lib/audit/query";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { listDeadLettersOp } from "./contract";
import { loadSink } from "./rows";

export const listDeadLetters = query(listDeadLettersOp, async (ctx, { id, cursor, limit }) => {
  const sink = await loadSink(ctx, id);
  const after = cursor ? decodeCursor(cursor) : null;
  const where = { sinkId: sink.id, orgId: ctx.orgId };
  const rows = await ctx.db.deadLetter.findMany({
    where: { ...where, ...(after ? { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] } : {}) },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      ...row,
      sequence: Number(row.sequence),
      status: row.status === "queued" ? ("queued" as const) : ("parked" as const),
      at: row.at.toISOString(),
    })),
    nextCursor: rows.length > limit && last ? encodeCursor({ at: last.at, id: last.id }) : null,
    total: await ctx.db.deadLetter.count({ where }),
  };
});
