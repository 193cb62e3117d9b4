/** Evaluates the policies whose scope matches a call, all of them, and sorts out what they say. */
import { EvaluationFailure } from "./failure.ts";
import type { LoadedAgent, LoadedPolicy, LoadedTool } from "./policy-set.ts";
import type { Environment } from "./term.ts";
import { asBoolean } from "./values.ts";

export interface Evaluation {
  /** Satisfied and in force. */
  readonly permits: LoadedPolicy[];
  readonly forbids: LoadedPolicy[];
  /** In force, and not to be evaluated for this call. */
  readonly failures: { readonly policy: LoadedPolicy; readonly reason: string }[];
  /** In observe mode, and would have stopped the call. */
  readonly observed: LoadedPolicy[];
}

export function evaluatePolicies(agent: LoadedAgent, tool: LoadedTool, call: Environment): Evaluation {
  const evaluation: Evaluation = { permits: [], forbids: [], failures: [], observed: [] };
  for (const drawer of tool.drawers) {
    for (const key of agent.keys) {
      const policies = drawer.get(key);
      if (policies) for (const policy of policies) evaluate(policy, call, evaluation);
    }
  }
  const { permits, forbids, failures, observed } = evaluation;
  if (permits.length > 1) permits.sort(byPlace);
  if (forbids.length > 1) forbids.sort(byPlace);
  if (failures.length > 1) failures.sort((left, right) => byPlace(left.policy, right.policy));
  if (observed.length > 1) observed.sort(byPlace);
  return evaluation;
}

function evaluate(policy: LoadedPolicy, call: Environment, evaluation: Evaluation): void {
  let satisfied: boolean;
  try {
    satisfied = asBoolean(policy.condition(call));
  } catch (failure) {
    const reason = failure instanceof EvaluationFailure ? failure.message : "its evaluation broke off";
    if (policy.observe) evaluation.observed.push(policy);
    else evaluation.failures.push({ policy, reason });
    return;
  }
  if (!satisfied) return;
  if (policy.effect === "forbid") (policy.observe ? evaluation.observed : evaluation.forbids).push(policy);
  else if (!policy.observe) evaluation.permits.push(policy);
}

function byPlace(left: LoadedPolicy, right: LoadedPolicy): number {
  return left.place - right.place;
}
