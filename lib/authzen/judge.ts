/** The one evaluator, over what is in force here and now: what happened since the bundle was signed counts already. */
import { type Ground, whyStoppedOn } from "@/lib/checkpoints/ground";
import { decide } from "@/sdk/decide";
import { principalsOf, revokedBy, revokedReason } from "@/sdk/revoked";
import type { Decision, DecisionCode, DecisionRequest } from "@/sdk/wire/decision";
import { AgentStatus } from "@/sdk/wire/words";

export function judgeOn(ground: Ground, call: DecisionRequest): Decision {
  const { inForce, agents, tools, scopes, now } = ground;
  const deny = (code: DecisionCode, reason: string): Decision => ({
    effect: "deny",
    code,
    reason,
    policies: [],
    rules: [],
    observed: [],
    revision: inForce?.revision ?? 0,
  });
  if (!inForce) return deny("no_bundle", "Nothing has been published yet, so every call is denied.");
  const stopped = whyStoppedOn(ground, { agent: call.agentId, chain: call.chain ?? [] });
  if (stopped) return deny(stoppedCode(ground, call), stopped);
  const scope = revokedBy(scopes, call, (id) => agents.get(id)?.provider ?? null);
  if (scope) return deny("revoked", revokedReason(scope));
  const tool = tools.get(call.tool);
  if (tool?.state !== "approved")
    return deny(
      "unknown_tool",
      `The tool ${call.tool} is ${tool ? `in the state "${tool.state}"` : "not registered"}.`,
    );
  return decide(inForce.set, call, { seenPin: tool.pin, now });
}

function stoppedCode({ agents }: Ground, call: DecisionRequest): DecisionCode {
  for (const id of principalsOf(call)) {
    const status = AgentStatus.safeParse(agents.get(id)?.status).data;
    if (status === undefined) return "unknown_agent";
    if (status !== "active") return `agent_${status}`;
  }
  return "unknown_agent";
}
