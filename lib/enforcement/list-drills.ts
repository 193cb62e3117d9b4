import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import type { DrillPlan as PlanRow, Drill as Row } from "@/lib/db/generated/client";
import { Drill, DrillPlan, listDrillsOp } from "./proof-contract";

export const listDrills = query(listDrillsOp, async (ctx) => {
  const plan = await ctx.db.drillPlan.findUnique({ where: { orgId: ctx.orgId } });
  const rows = await ctx.db.drill.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: 50,
  });
  return { plan: await planView(ctx, plan), items: rows.map(drillView) };
});

export const drillView = (row: Row): Drill =>
  Drill.parse({ ...row, startedAt: row.startedAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null });

export async function planView(ctx: Ctx, plan: PlanRow | null): Promise<DrillPlan> {
  if (!plan) return { canary: null, every: "off", nextAt: null };
  const canary = await ctx.db.agent.findUnique({
    where: { id_orgId: { id: plan.canaryId, orgId: ctx.orgId } },
    select: { id: true, name: true },
  });
  return DrillPlan.parse({ canary, every: plan.every, nextAt: plan.nextAt?.toISOString() ?? null });
}
