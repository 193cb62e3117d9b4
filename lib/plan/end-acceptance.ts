import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { endAcceptanceOp } from "./gate-contract";
import { forgetLook } from "./gate-look";
import { acceptanceOf, lockPlan, planTarget } from "./rows";

export const endAcceptance = command(endAcceptanceOp, async (tx, { id, reason }) => {
  const key = { id_orgId: { id, orgId: tx.orgId } };
  const found = await tx.db.planAcceptance.findUnique({ where: key, select: { planId: true } });
  if (!found) throw notFound("acceptance");
  const plan = await lockPlan(tx, found.planId);
  const row = await tx.db.planAcceptance.findUniqueOrThrow({ where: key });
  if (row.endedAt) throw new Refusal("conflict", "This acceptance has ended already.");
  const ended = { endedAt: tx.now, endedByName: tx.actor.name, endReason: reason };
  await tx.db.planAcceptance.update({ where: { id }, data: ended });
  await forgetLook(tx, plan.id);
  return {
    result: acceptanceOf(row),
    event: {
      action: "risk.acceptanceEnded",
      target: planTarget(plan),
      detail: { acceptance: id, requirement: row.requirement, item: row.item, name: row.itemName, why: reason },
    },
  };
});
