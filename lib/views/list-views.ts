import { query } from "@/lib/audit/query";
import { listViewsOp } from "./contract";
import { personOf, viewOf } from "./rows";

const MOST = 200;

/** One's own come first, then by name. */
export const listViews = query(listViewsOp, async (ctx, { page }) => {
  const id = personOf(ctx)?.id ?? "";
  const rows = await ctx.db.savedView.findMany({
    where: { orgId: ctx.orgId, page, OR: [{ shared: true }, { ownerId: id }] },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST,
  });
  const own = rows.filter(({ ownerId }) => ownerId === id);
  return { items: [...own, ...rows.filter(({ ownerId }) => ownerId !== id)].map(viewOf) };
});
