import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { getPlanOp } from "./contract";
import { activePlan, endedPlanOf } from "./rows";
import { showPlan } from "./show-plan";

const MOST_EARLIER = 10;

export const getPlan = query(getPlanOp, async (ctx) => {
  const now = await databaseNow(ctx.db);
  const [row, earlier] = await Promise.all([
    activePlan(ctx),
    ctx.db.plan.findMany({
      where: { orgId: ctx.orgId, status: "ended" },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: MOST_EARLIER,
    }),
  ]);
  return {
    asOf: now.toISOString(),
    plan: row && (await showPlan(ctx, row, now)),
    earlier: earlier.map(endedPlanOf),
  };
});
