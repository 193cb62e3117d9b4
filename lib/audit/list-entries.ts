import { listAuditOp } from "./contract";
import { query } from "./query";
import { besides, entryOf } from "./rows";

export const listEntries = query(listAuditOp, async (ctx, { cursor, limit, action, targetId, actorId, from, to }) => {
  const rows = await ctx.db.auditEntry.findMany({
    where: {
      orgId: ctx.orgId,
      seq: cursor === undefined ? undefined : { lt: BigInt(cursor) },
      action,
      targetId,
      actorId,
      at: { gte: from, lt: to },
    },
    orderBy: { seq: "desc" },
    take: limit + 1,
    include: besides,
  });
  const items = rows.slice(0, limit).map(entryOf);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? String(last.seq) : null };
});
