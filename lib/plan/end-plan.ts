import { command } from "@/lib/audit/command";
import { endPlanOp } from "./contract";
import { endedPlanOf, lockActivePlan, planTarget } from "./rows";

export const endPlan = command(endPlanOp, async (tx, { reason }) => {
  const { id } = await lockActivePlan(tx);
  const plan = await tx.db.plan.update({
    where: { id },
    data: { status: "ended", endedAt: tx.now, endedByName: tx.actor.name, endReason: reason },
  });
  return {
    result: endedPlanOf(plan),
    event: { action: "plan.ended", target: planTarget(plan), detail: { why: reason } },
  };
});
