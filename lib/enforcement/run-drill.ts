import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { drillView } from "./list-drills";
import { runDrillOp } from "./proof-contract";
import { changes, lockedAgents, orderAgents } from "./stop-agent";

export const runDrill = command(runDrillOp, async (tx) => {
  const plan = await tx.db.drillPlan.findUnique({ where: { orgId: tx.orgId } });
  if (!plan)
    throw new Refusal("conflict", "There is no canary agent to drill with. Plan drills first: that makes one.");
  const running = await tx.db.drill.count({ where: { orgId: tx.orgId, status: "running" } });
  if (running > 0) throw new Refusal("conflict", "A drill is running already. It ends by itself within a minute.");
  const canary = (await lockedAgents(tx, [plan.canaryId])).filter(({ status }) => status === "active");
  if (canary.length === 0)
    throw new Refusal("conflict", "The canary agent is not active, so there is nothing to kill. Release it first.");
  const killed = await orderAgents(tx, canary, "A kill drill.", changes.kill, { drill: true });
  if (killed.event === "repetition") throw new Error("a kill is an order of its own");
  const { orderId, points } = killed;
  const row = await tx.db.drill.create({
    data: {
      id: newId("drill", tx.now.getTime()),
      orgId: tx.orgId,
      orderId,
      startedByName: tx.actor.name,
      startedAt: tx.now,
      points,
    },
  });
  const events = Array.isArray(killed.event) ? killed.event : [killed.event];
  const target = { kind: "order", id: orderId, name: "Kill drill" } as const;
  return {
    result: drillView(row),
    event: [{ action: "drill.started", target, detail: { drill: row.id } }, ...events],
  };
});
