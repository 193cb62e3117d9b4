import { query } from "@/lib/audit/query";
import { listReplaysOp } from "./contract";
import { draftNow, replayOf } from "./rows";

const MOST_LISTED = 50;

export const listReplays = query(listReplaysOp, async (ctx) => {
  const rows = await ctx.db.policyReplay.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ askedAt: "desc" }, { id: "desc" }],
    take: MOST_LISTED,
    omit: { result: true },
  });
  const draft = await draftNow(ctx);
  return {
    items: rows.map((row) => {
      const { result: _, ...replay } = replayOf({ ...row, result: null }, draft);
      return replay;
    }),
  };
});
