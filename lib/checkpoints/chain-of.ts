/** Private to this folder: everyone on whose word a held call is made, what each of them holds, and how they are joined. */
import type { Ctx } from "@/lib/db/ctx";
import { policySetAt } from "@/lib/policy/current-policy-set";
import { decide } from "@/sdk/decide";
import { principalsOf } from "@/sdk/revoked";
import { Action } from "@/sdk/wire/action";
import { edgeRule } from "@/sdk/wire/edge-rule";
import { RiskTier } from "@/sdk/wire/words";
import type { ChainLink } from "./chain-contract";
import { inQuestion, type Row } from "./rows";

/** Empty for a call that comes through nobody. Drawn from the bundle in force now. */
export async function chainOf(ctx: Ctx, row: Row, now: Date): Promise<ChainLink[]> {
  const action = Action.parse(JSON.parse(inQuestion(row).action));
  if (action.chain.length === 0) return [];
  const ids = [...principalsOf({ agentId: action.agent, chain: action.chain })];
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: ids } },
    select: { id: true, name: true, status: true, riskTier: true, owner: { select: { name: true } } },
  });
  const edges = await ctx.db.delegation.findMany({
    where: { orgId: ctx.orgId, fromId: { in: ids }, toId: { in: ids }, status: { in: ["signed", "requested"] } },
  });
  const inForce = await policySetAt(ctx, action.pep);
  return ids.map((id, place) => {
    const agent = agents.find((one) => one.id === id);
    const next = ids[place + 1];
    const between = edges.filter(({ fromId, toId }) => fromId === id && toId === next);
    const alone = inForce
      ? decide(
          inForce.set,
          {
            agentId: id,
            tool: action.tool,
            arguments: action.arguments,
            ...(action.onBehalfOf ? { onBehalfOf: action.onBehalfOf } : {}),
          },
          { now: now.getTime(), seenPin: action.pin },
        )
      : null;
    return {
      agentId: id,
      name: agent?.name ?? id,
      riskTier: agent ? RiskTier.parse(agent.riskTier) : null,
      status: agent?.status ?? "not registered",
      ownerName: agent?.owner?.name ?? null,
      holds: alone ? { effect: alone.effect, reason: alone.reason } : null,
      edge:
        next === undefined
          ? null
          : {
              lacking: row.rules.includes(edgeRule(id, next)),
              status: between.some(({ status }) => status === "signed")
                ? ("signed" as const)
                : between.length > 0
                  ? ("requested" as const)
                  : null,
            },
    };
  });
}
