import { command } from "@/lib/audit/command";
import { limitsOf } from "./flood";
import { setHoldLimitsOp } from "./flood-contract";

export const setHoldLimits = command(setHoldLimitsOp, async (tx, limits) => {
  const before = await limitsOf(tx);
  const data = { ...limits, changedByName: tx.actor.name, changedAt: tx.now };
  await tx.db.holdLimits.upsert({ where: { orgId: tx.orgId }, create: { orgId: tx.orgId, ...data }, update: data });
  return {
    result: limits,
    event: {
      action: "holdLimits.changed",
      target: { kind: "organisation", id: tx.orgId, name: "How often agents may ask" },
      detail: { before, after: limits },
    },
  };
});
