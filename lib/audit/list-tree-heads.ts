import { query } from "./query";
import { listTreeHeadsOp } from "./tree-contract";
import { treeHeadOf } from "./tree-rows";
import { headOf } from "./tree-store";

export const listTreeHeads = query(listTreeHeadsOp, async ({ db, orgId }, { cursor, limit, after }) => {
  const ascending = after !== undefined;
  const past = cursor === undefined ? undefined : BigInt(cursor);
  const lower = ascending ? (past ?? BigInt(after)) : undefined;
  const rows = await db.auditHead.findMany({
    where: { orgId, size: { gt: lower, lt: ascending ? undefined : past } },
    orderBy: { size: ascending ? "asc" : "desc" },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map((row) => treeHeadOf(headOf(row)));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? String(last.size) : null };
});
