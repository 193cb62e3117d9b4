/** Makes a decision of what the policies say: a plain forbid beats everything, then the missing permit, then people. */
import type { Evaluation } from "./cedar/evaluate.ts";
import type { LoadedAgent, LoadedPolicy, LoadedTool, PolicySet } from "./cedar/policy-set.ts";
import { listed, sentence } from "./cedar/quote.ts";
import type { Decision, DecisionCode } from "./wire/decision.ts";

export interface DecideOptions {
  /** Checkpoint rules that people have met for this very call. */
  readonly lifted?: readonly string[];
  /** Digest of the tool's definition as the point sees it now; undefined when it sees none. */
  readonly seenPin?: string | null;
  /** Milliseconds since 1970, by which delegations end. Without it every one of them counts as over. */
  readonly now?: number;
}

/** Names of policies in an answer: more would not fit the record of the call. */
export const MAX_NAMED = 100;

/** What the policies that apply to one principal make of the call. */
export function weigh(
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

export function deny(set: PolicySet, code: DecisionCode, reason: string): Decision {
  // A caller outside TypeScript may have passed no set at all, and that too is a deny.
  return { effect: "deny", code, reason, policies: [], rules: [], observed: [], revision: set?.revision ?? 0 };
}

export function idsOf(policies: readonly LoadedPolicy[]): string[] {
  return policies.slice(0, MAX_NAMED).map(({ id }) => id);
}

function titlesOf(policies: readonly LoadedPolicy[]): string {
  return listed(policies.map(({ title }) => title));
}
