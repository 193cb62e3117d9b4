/**
 * Decides one call by a compiled bundle: allow, deny, or hold for people.
 *
 * A pure function of its arguments, and a total one: whatever goes wrong is a deny with its reason.
 *
 * 1. The agent must be known and active, the tool known and unchanged, the arguments fit for the tool.
 * 2. All policies in force whose scope matches are evaluated. If any of them fails to evaluate, the call is denied: a policy that
 *    cannot be judged may be the one that forbids.
 * 3. A plain forbid beats everything. Without a permit nothing is allowed. A forbid with a checkpoint means "not without people":
 *    when only such forbids stand against a permit, the call is held until every rule that they name has been met.
 *
 * 4. A call that comes through other agents is judged as each of them too, and the strictest answer counts: see
 *    `decide-through.ts`.
 *
 * Policies in observe mode are evaluated beside the others and never change the answer.
 */
import { CallContext } from "./cedar/call-context.ts";
import { evaluatePolicies } from "./cedar/evaluate.ts";
import { isObject } from "./cedar/json-schema.ts";
import { objectionTo } from "./cedar/plain-json.ts";
import type { LoadedAgent, LoadedTool, PolicySet } from "./cedar/policy-set.ts";
import { quote, sentence } from "./cedar/quote.ts";
import { decideThrough } from "./decide-through.ts";
import { type DecideOptions, deny, weigh } from "./weigh.ts";
import type { Decision, DecisionCode, DecisionRequest } from "./wire/decision.ts";

export { asIf, BundleRejected, loadBundle, type PolicySet } from "./cedar/policy-set.ts";
export type { DecideOptions } from "./weigh.ts";

export function decide(set: PolicySet, request: DecisionRequest, options: DecideOptions = {}): Decision {
  try {
    const identified = identify(set, request, options);
    if ("refusal" in identified) return deny(set, ...identified.refusal);
    const { agent, tool } = identified;
    const refusal = refuseArguments(request, tool);
    if (refusal) return deny(set, ...refusal);
    const { onBehalfOf, chain = [] } = request;
    const context = new CallContext(request.arguments, tool.argumentsType, onBehalfOf, chain.length);
    const { args } = context;
    const call = { principal: agent.entity, action: tool.action, resource: tool.server, context, args };
    const own = weigh(set, agent, tool, evaluatePolicies(agent, tool, call), options.lifted ?? []);
    return chain.length === 0 ? own : decideThrough(set, { agent, tool, call, chain, own, options });
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown failure";
    return deny(set, "evaluation_error", sentence(`The call could not be judged: ${reason}`));
  }
}

type Refusal = readonly [code: DecisionCode, reason: string];
type Identified = { readonly agent: LoadedAgent; readonly tool: LoadedTool } | { readonly refusal: Refusal };

function identify(set: PolicySet, request: DecisionRequest, { seenPin }: DecideOptions): Identified {
  const agent = set.compiled.agents.get(request.agentId);
  if (!agent) {
    const reason = `The agent ${quote(String(request.agentId))} is not in the policy bundle.`;
    return { refusal: ["unknown_agent", reason] };
  }
  const { name, status } = agent.agent;
  if (status !== "active") return { refusal: [`agent_${status}`, `The agent ${quote(name)} is ${status}.`] };
  const tool = set.compiled.tools.get(request.tool);
  if (!tool) {
    const reason = `The tool ${quote(String(request.tool))} is not in the policy bundle: a person has to approve it first.`;
    return { refusal: ["unknown_tool", reason] };
  }
  const { pin } = tool.tool;
  if (pin !== null && seenPin !== undefined && seenPin !== pin) {
    const reason = `The tool ${quote(tool.tool.id)} is no longer defined as it was approved.`;
    return { refusal: ["tool_pin_changed", reason] };
  }
  return { agent, tool };
}

function refuseArguments(request: DecisionRequest, tool: LoadedTool): Refusal | null {
  const { arguments: args, onBehalfOf = "", chain = [] } = request;
  const objection = isObject(args) ? objectionTo(args) : "something else than an object";
  if (objection !== null)
    return ["arguments_unrepresentable", `The arguments cannot be judged: there is ${objection}.`];
  if (typeof onBehalfOf !== "string" || !onBehalfOf.isWellFormed() || !Array.isArray(chain)) {
    return [
      "arguments_unrepresentable",
      "For whom the agent acts, or through whom, is not written in a readable form.",
    ];
  }
  const mismatch = tool.checkArguments(args);
  return mismatch === null ? null : ["arguments_invalid", sentence(mismatch)];
}
