/** Records when a gate comes into another state, and why: what was once passed and fails again is then known to have. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, databaseNow, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { readGateFacts } from "./gate-facts";
import { keepLook } from "./gate-look";
import { readChanges, readGates } from "./read-gates";
import { activePlan, planTarget } from "./rows";

/** Returns how many gates changed. */
export async function watchGates(ctx: Ctx): Promise<number> {
  if (!(await activePlan(ctx))) return 0;
  const began = performance.now();
  // Before the transaction: a fact that cannot be read there would make all of it fail, and the gate is to be unknown instead.
  const facts = await readGateFacts(ctx, await databaseNow(ctx.db));
  return transaction(ctx, async (tx) => {
    await tx.db.$queryRaw(Prisma.sql`
      SELECT "id" FROM "Plan" WHERE "orgId" = ${tx.orgId} AND "status" = 'active' FOR UPDATE`);
    const plan = await activePlan(tx);
    if (!plan) return 0;
    const { gates } = await readGates(tx, plan, tx.now, facts);
    await keepLook(tx, plan.id, { gates, tookMs: Math.round(performance.now() - began) });
    let changed = 0;
    for (const [sprint, { state, why }] of gates) {
      const [last] = await readChanges(tx, plan.id, sprint, 1);
      if (last?.state === state) continue;
      changed++;
      await tx.db.planGateChange.create({
        data: { orgId: tx.orgId, planId: plan.id, sprint, state, why, at: tx.now },
      });
      await recordAudit(tx, {
        action: "plan.gateChanged",
        target: planTarget(plan),
        detail: { sprint, from: last?.state ?? null, to: state, why },
      });
    }
    return changed;
  });
}
