/** Evaluates the policies whose scope matches a call, all of them, and sorts out what they say. */
import { EvaluationFailure } from "./failure.ts";
import type { LoadedAgent, LoadedPolicy, LoadedTool } from "./policy-set.ts";
import { ANY } from "./scope.ts";
import type { Environment } from "./term.ts";

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
  evaluation.permits.sort(byPlace);
  evaluation.forbids.sort(byPlace);
  evaluation.failures.sort((left, right) => byPlace(left.policy, right.policy));
  evaluation.observed.sort(byPlace);
  return evaluation;
}

function evaluate(policy: LoadedPolicy, call: Environment, evaluation: Evaluation): void {
  const { resource } = policy.scope;
  if (resource !== ANY && resource !== call.resource) return;
  let satisfied: boolean;
  try {
    satisfied = policy.condition(call);
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
