/** Private to this folder: the call with which an order is tried. */
import type { Ctx } from "@/lib/db/ctx";
import { currentPolicySet } from "@/lib/policy/current-policy-set";
import { blocksCall } from "@/sdk/revoked";
import type { DecisionRequest } from "@/sdk/wire/decision";
import type { OrderRow } from "./rows";
import { scopeOf } from "./rows";
import { asRevocation } from "./scope-words";

/** Names that exist nowhere, for a scope that has no agent or no tool of its own here. */
const NO_AGENT = "gatehouse-probe";
const NO_TOOL = "gatehouse/probe";

/** A call that the order has to refuse: as an agent and with a tool that were in use, where there are any. */
export async function probeRequest(ctx: Ctx, order: OrderRow): Promise<DecisionRequest> {
  const scope = asRevocation(scopeOf(order));
  if (!scope) {
    const agentId = order.agentIds[0] ?? NO_AGENT;
    return { agentId, tool: await toolOf(ctx, agentId), arguments: {} };
  }
  switch (scope.kind) {
    case "everything":
      return callOf(ctx, await agentWhere(ctx, () => true));
    case "provider":
      return callOf(
        ctx,
        await agentWhere(ctx, (agent) => blocksCall(scope, { agentId: agent.id, tool: "" }, () => agent.provider)),
      );
    case "server":
      return { ...(await callOf(ctx, await agentWhere(ctx, () => true))), tool: await toolOn(ctx, scope.server) };
    case "tool":
      return { ...(await callOf(ctx, await agentWhere(ctx, () => true))), tool: scope.tool };
    case "credential":
      return { ...(await callOf(ctx, await agentWhere(ctx, () => true))), credential: scope.credential };
    case "delegation":
      return { ...(await callOf(ctx, scope.to)), chain: [scope.from] };
  }
}

async function callOf(ctx: Ctx, agentId: string): Promise<DecisionRequest> {
  return { agentId, tool: await toolOf(ctx, agentId), arguments: {} };
}

async function agentWhere(ctx: Ctx, fits: (agent: { id: string; provider: string }) => boolean): Promise<string> {
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, status: "active" },
    orderBy: { id: "asc" },
    select: { id: true, provider: true },
  });
  return agents.find(fits)?.id ?? NO_AGENT;
}

/** The tool that the agent was last let use and that is still there; else any. */
async function toolOf(ctx: Ctx, agentId: string): Promise<string> {
  const tools = (await currentPolicySet(ctx))?.content.tools.map(({ id }) => id) ?? [];
  const used = await ctx.db.activityEvent.findFirst({
    where: { orgId: ctx.orgId, agentId, effect: "allow", tool: { in: tools } },
    orderBy: { receivedAt: "desc" },
    select: { tool: true },
  });
  return used?.tool ?? tools[0] ?? NO_TOOL;
}

async function toolOn(ctx: Ctx, server: string): Promise<string> {
  const content = (await currentPolicySet(ctx))?.content;
  return content?.tools.find((tool) => tool.server === server)?.id ?? `${server}/probe`;
}
