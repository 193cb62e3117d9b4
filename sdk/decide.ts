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
 * Policies in observe mode are evaluated beside the others and never change the answer.
 */
import { CallContext } from "./cedar/call-context.ts";
import { type Evaluation, evaluatePolicies } from "./cedar/evaluate.ts";
import { isObject } from "./cedar/json-schema.ts";
import { objectionTo } from "./cedar/plain-json.ts";
import type { LoadedAgent, LoadedPolicy, LoadedTool, PolicySet } from "./cedar/policy-set.ts";
import { listed, quote, sentence } from "./cedar/quote.ts";
import type { Decision, DecisionCode, DecisionRequest } from "./wire/decision.ts";

export { BundleRejected, loadBundle, type PolicySet } from "./cedar/policy-set.ts";

export interface DecideOptions {
  /** Checkpoint rules that people have met for this very call. */
  readonly lifted?: readonly string[];
  /** Digest of the tool's definition as the point sees it now; undefined when it sees none. */
  readonly seenPin?: string | null;
}

/** Names of policies in an answer: more would not fit the record of the call. */
const MAX_NAMED = 100;

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
    return weigh(set, agent, tool, evaluatePolicies(agent, tool, call), options.lifted ?? []);
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

function weigh(
  set: PolicySet,
  agent: LoadedAgent,
  tool: LoadedTool,
  { permits, forbids, failures, observed }: Evaluation,
  lifted: readonly string[],
): Decision {
  const { revision } = set;
  const seen = idsOf(observed);
  const [failure] = failures;
  if (failure) {
    const reason = sentence(`The policy ${failure.policy.title} could not be evaluated: ${failure.reason}`);
    const policies = idsOf(failures.map(({ policy }) => policy));
    return { effect: "deny", code: "evaluation_error", reason, policies, rules: [], observed: seen, revision };
  }
  const plain = forbids.filter(isPlain);
  if (plain.length > 0) {
    const reason = `Forbidden by ${titlesOf(plain)}.`;
    return { effect: "deny", code: "forbidden", reason, policies: idsOf(plain), rules: [], observed: seen, revision };
  }
  if (permits.length === 0) {
    const reason = `No policy permits ${agent.title} to call ${tool.title}.`;
    return { effect: "deny", code: "no_permit", reason, policies: [], rules: [], observed: seen, revision };
  }
  const held = forbids.filter(({ checkpoint }) => checkpoint !== null && !lifted.includes(checkpoint));
  if (held.length > 0) {
    const reason = `Held for people by ${titlesOf(held)}.`;
    const rules = [...new Set(held.flatMap(({ checkpoint }) => checkpoint ?? []))];
    return {
      effect: "hold",
      code: "checkpoint_required",
      reason,
      policies: idsOf(held),
      rules,
      observed: seen,
      revision,
    };
  }
  const reason = `Permitted by ${titlesOf(permits)}.`;
  return { effect: "allow", code: "permitted", reason, policies: idsOf(permits), rules: [], observed: seen, revision };
}

function isPlain({ checkpoint }: LoadedPolicy): boolean {
  return checkpoint === null;
}

function deny(set: PolicySet, code: DecisionCode, reason: string): Decision {
  // A caller outside TypeScript may have passed no set at all, and that too is a deny.
  return { effect: "deny", code, reason, policies: [], rules: [], observed: [], revision: set?.revision ?? 0 };
}

function idsOf(policies: readonly LoadedPolicy[]): string[] {
  return policies.slice(0, MAX_NAMED).map(({ id }) => id);
}

function titlesOf(policies: readonly LoadedPolicy[]): string {
  return listed(policies.map(({ title }) => title));
}
