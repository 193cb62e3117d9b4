import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { confirmersOf } from "@/lib/identity/two-persons";
import { showChange } from "./change-rows";
import { type ChangeStatus, listChangesOp } from "./contract";

export const listChanges = query(listChangesOp, async (ctx, { cursor, limit, status }) => {
  const now = await databaseNow(ctx.db);
  const rows = await ctx.db.changeRequest.findMany({
    where: { orgId: ctx.orgId, ...whereStatus(status, now), ...(cursor ? { id: { lt: cursor } } : {}) },
    // Ids begin with their time.
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const people = await confirmersOf(ctx);
  const items = rows.slice(0, limit).map((row) => showChange(row, people, now));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
});

function whereStatus(status: ChangeStatus | undefined, now: Date) {
  if (status === undefined) return {};
  if (status === "expired") return { status: "proposed", expiresAt: { lte: now } };
  return status === "proposed" ? { status, expiresAt: { gt: now } } : { status };
}
