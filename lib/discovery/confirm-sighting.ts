import { command } from "@/lib/audit/command";
import { registerAgent } from "@/lib/inventory/register-agent";
import { registerDiscovered } from "@/lib/inventory/register-discovered";
import { confirmSightingOp } from "./contract";
import { keepDecision, undecided } from "./decide";
import { loadSighting, targetOf } from "./rows";

/** It becomes an agent of its own. One whose calls are already kept under a stopped agent becomes that one, and stays stopped. */
export const confirmSighting = command(confirmSightingOp, async (ctx, { id, ...facts }) => {
  const row = await undecided(ctx, id, ["waiting", "rejected"]);
  const target = targetOf(row);
  if (row.agentId !== null) {
    const { result: agent, event } = await registerDiscovered(ctx, row.agentId, facts);
    await keepDecision(ctx, row, { state: "confirmed", agentId: agent.id, reason: "" });
    const confirmed = {
      action: "sighting.confirmed",
      target,
      detail: { agent: agent.id, source: row.source },
    } as const;
    const events = event === "repetition" ? [] : [event].flat();
    return { result: await loadSighting(ctx, id), event: [confirmed, ...events] };
  }
  const agent = await registerAgent(ctx, facts);
  await ctx.db.agent.update({
    where: { id_orgId: { id: agent.id, orgId: ctx.orgId } },
    data: { knownBy: row.source },
    select: { id: true },
  });
  await keepDecision(ctx, row, { state: "confirmed", agentId: agent.id, reason: "" });
  return {
    result: await loadSighting(ctx, id),
    event: { action: "sighting.confirmed", target, detail: { agent: agent.id, source: row.source } },
  };
});
