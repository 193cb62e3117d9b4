/**
 * Decides a call that an agent makes on the word of others: its chain.
 *
 * Nobody gets more through another agent than both hold. The call is judged as each agent of the chain in turn, and the
 * strictest answer counts: deny, then hold, then allow. Each step from one agent to the next is an edge that people signed
 * off; one that nobody signed off, that has ended or that does not cover the call holds it, and never lets it through.
 */
import { evaluatePolicies } from "./cedar/evaluate.ts";
import type { LoadedAgent, LoadedTool, PolicySet } from "./cedar/policy-set.ts";
import { quote } from "./cedar/quote.ts";
import type { Environment } from "./cedar/term.ts";
import { type DecideOptions, deny, MAX_NAMED, weigh } from "./weigh.ts";
import type { Decision } from "./wire/decision.ts";
import { edgeRule } from "./wire/edge-rule.ts";

/** As many as the record of a call can name. */
export const MOST_LINKS = 16;

type Through = {
  /** The agent that makes the call: the end of the chain. */
  readonly agent: LoadedAgent;
  readonly tool: LoadedTool;
  readonly call: Environment;
  readonly chain: readonly string[];
  /** The answer to the agent itself. */
  readonly own: Decision;
  readonly options: DecideOptions;
};

export function decideThrough(set: PolicySet, through: Through): Decision {
  const { agent, chain, own } = through;
  if (own.effect === "deny") return own;
  const unreadable = whyUnreadable(chain);
  if (unreadable) return deny(set, "arguments_unrepresentable", unreadable);
  const twice = repeated([...chain, agent.agent.id]);
  if (twice !== null) {
    return deny(
      set,
      "delegation_refused",
      `The call goes round in a circle: it comes through ${nameOf(set, twice)} twice.`,
    );
  }
  const answers = [own];
  for (const id of chain) {
    const answer = answerAs(set, id, through);
    if (answer.effect === "deny") return answer;
    answers.push(answer);
  }
  return strictest(answers, unsignedEdges(set, through));
}

/** A chain is data from outside: whatever is not a short list of names is refused, not guessed at. */
function whyUnreadable(chain: readonly unknown[]): string | null {
  if (chain.length > MOST_LINKS) {
    return `The call comes through ${chain.length} agents; more than ${MOST_LINKS} cannot be recorded, so it is refused.`;
  }
  return chain.every((id) => typeof id === "string" && id.isWellFormed())
    ? null
    : "Through whom the call comes is not written in a readable form.";
}

function repeated(path: readonly string[]): string | null {
  return path.find((id, place) => path.indexOf(id) !== place) ?? null;
}

/** What would become of the call if this agent made it itself. */
function answerAs(set: PolicySet, id: string, { tool, call, options }: Through): Decision {
  const agent = set.compiled.agents.get(id);
  if (!agent) {
    return deny(
      set,
      "unknown_agent",
      `The call comes through the agent ${quote(id)}, which is not in the policy bundle.`,
    );
  }
  const { status } = agent.agent;
  if (status !== "active") {
    return deny(set, `agent_${status}`, `The call comes through the agent ${agent.title}, which is ${status}.`);
  }
  const evaluation = evaluatePolicies(agent, tool, { ...call, principal: agent.entity });
  const answer = weigh(set, agent, tool, evaluation, options.lifted ?? []);
  if (answer.effect === "allow") return answer;
  return { ...answer, reason: `The call comes through ${agent.title}, which counts too: ${answer.reason}` };
}

type Unsigned = { readonly rule: string; readonly reason: string };

function unsignedEdges(set: PolicySet, { agent, tool, chain, options }: Through): Unsigned[] {
  const { now = Number.POSITIVE_INFINITY, lifted = [] } = options;
  const path = [...chain, agent.agent.id];
  return chain.flatMap((from, place) => {
    const to = path[place + 1] ?? "";
    const rule = edgeRule(from, to);
    if (lifted.includes(rule)) return [];
    const why = whyUnsigned(set, { from, to, agent, tool, now });
    return why === null
      ? []
      : [{ rule, reason: `The delegation from ${nameOf(set, from)} to ${nameOf(set, to)} ${why}.` }];
  });
}

type Step = { from: string; to: string; agent: LoadedAgent; tool: LoadedTool; now: number };

function whyUnsigned(set: PolicySet, { from, to, agent, tool, now }: Step): string | null {
  const edge = set.compiled.agents.get(from)?.edges.get(to);
  if (!edge) return "is not signed off";
  // What cannot be compared is over as well.
  if (!(now < edge.until)) return "has ended";
  const { operationClass } = tool.tool;
  if (!edge.operationClasses.has(operationClass)) return `does not cover ${operationClass}`;
  const data = agent.agent.dataClasses.find((kind) => !edge.dataClasses.has(kind));
  return data === undefined ? null : `does not cover ${quote(data)} data, which ${agent.title} touches`;
}

/** None of the answers is a deny. */
function strictest(answers: readonly Decision[], unsigned: readonly Unsigned[]): Decision {
  const [own] = answers as [Decision, ...Decision[]];
  const observed = distinct(answers.flatMap((answer) => answer.observed)).slice(0, MAX_NAMED);
  const held = answers.filter(({ effect }) => effect === "hold");
  if (held.length === 0 && unsigned.length === 0) return { ...own, observed };
  return {
    effect: "hold",
    code: unsigned.length > 0 ? "delegation_unsigned" : "checkpoint_required",
    reason: distinct([...unsigned, ...held].map(({ reason }) => reason)).join(" "),
    policies: distinct(held.flatMap(({ policies }) => policies)).slice(0, MAX_NAMED),
    rules: distinct([...held.flatMap(({ rules }) => rules), ...unsigned.map(({ rule }) => rule)]),
    observed,
    revision: own.revision,
  };
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const nameOf = (set: PolicySet, id: string): string => set.compiled.agents.get(id)?.title ?? quote(id);
