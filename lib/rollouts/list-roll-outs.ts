import { query } from "@/lib/audit/query";
import { listRollOutsOp } from "./contract";
import { summaryOf, withRings } from "./rows";

const MOST_LISTED = 50;

export const listRollOuts = query(listRollOutsOp, async (ctx) => {
  const rows = await ctx.db.rollOut.findMany({
    where: { orgId: ctx.orgId },
    include: withRings,
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: MOST_LISTED,
  });
  return { items: rows.map(summaryOf) };
});
