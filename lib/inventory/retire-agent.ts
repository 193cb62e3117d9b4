import { command } from "@/lib/audit/command";
import { appendControl } from "@/lib/db/control-log";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { retireAgentOp } from "./contract";
import { loadAgent } from "./rows";

export const retireAgent = command(retireAgentOp, async (ctx, { id, reason }) => {
  const agent = await loadAgent(ctx, id);
  const { count } = await ctx.db.agent.updateMany({
    where: { id, orgId: ctx.orgId, status: { not: "retired" } },
    data: {
      status: "retired",
      statusReason: reason,
      retiredAt: ctx.now,
      updatedAt: ctx.now,
      version: { increment: 1 },
    },
  });
  if (count === 0) throw new Refusal("conflict", `${agent.name} is retired already, and that is for good.`);
  const orderId = newId("stopOrder", ctx.now.getTime());
  await appendControl(ctx, { type: "agent", orderId, agentId: id, status: "retired" });
  return {
    result: await loadAgent(ctx, id),
    event: {
      action: "agent.retired",
      target: { kind: "agent", id, name: agent.name },
      detail: { reason, from: agent.status, orderId },
    },
  };
});
