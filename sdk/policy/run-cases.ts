/** Runs cases by the evaluator that every point has. Pure: time comes in. */
import { decide, loadBundle } from "../decide.ts";
import { BundleAgent, type BundleContent } from "../wire/bundle.ts";
import type { Decision } from "../wire/decision.ts";
import type { PolicyCase } from "./policy-case.ts";

export type Case = PolicyCase & { id: string };
export type CaseResult = Pick<Case, "id" | "name" | "expected" | "expectedRule"> & {
  passed: boolean;
  /** Null where the case could not be asked: its agent is gone. */
  got: Omit<Decision, "revision"> | null;
  /** What was expected, what came out and why, in a sentence. */
  why: string;
};

/** Throws `BundleRejected` when the set cannot be loaded at all. */
export function runCases(content: BundleContent, cases: readonly Case[], now: number): CaseResult[] {
  if (cases.length === 0) return [];
  const asked = new Set(cases.flatMap(({ principal }) => (principal.kind === "agent" ? [principal.id] : [])));
  const agents = [
    ...content.agents.map((agent) => (asked.has(agent.id) ? { ...agent, status: "active" as const } : agent)),
    ...cases.flatMap(standIn),
  ];
  const set = loadBundle({ ...content, agents }, 0);
  const known = new Set(agents.map(({ id }) => id));
  return cases.map((one) => {
    const agentId = principalId(one);
    const got = known.has(agentId) ? decide(set, { agentId, tool: one.tool, arguments: one.arguments }, { now }) : null;
    const passed = got !== null && meets(one, got);
    const { id, name, expected, expectedRule } = one;
    return { id, name, passed, expected, expectedRule, got: got && shown(got), why: whyOf(one, got, passed) };
  });
}

/** A draft has no revision. */
function shown({ revision: _, ...decision }: Decision): CaseResult["got"] {
  return decision;
}

const principalId = ({ id, principal }: Case): string => (principal.kind === "agent" ? principal.id : `case ${id}`);

/** An agent that is nowhere but in the case. */
function standIn(one: Case): BundleAgent[] {
  if (one.principal.kind === "agent") return [];
  const { kind: _, dataClasses, ...attributes } = one.principal;
  const named = { id: principalId(one), name: "the agent of the case", status: "active" };
  return [BundleAgent.parse({ ...named, ...attributes, dataClasses: [...dataClasses].sort() })];
}

const meets = ({ expected, expectedRule }: Case, got: Decision): boolean =>
  got.effect === expected && (expectedRule === null || got.rules.includes(expectedRule));

const outcomeWords = { allow: "allowed", deny: "denied", hold: "held" } as const;

function whyOf(one: Case, got: Decision | null, passed: boolean): string {
  if (got === null) return "The agent of this case is not here any more. Name another, or say which attributes it has.";
  if (passed) return got.reason;
  const rule = one.expectedRule === null ? "" : ` by the rule ${one.expectedRule}`;
  const by = got.effect === "hold" ? ` by ${got.rules.join(", ")}` : "";
  return `It should be ${outcomeWords[one.expected]}${rule}, and is ${outcomeWords[got.effect]}${by}: ${got.reason}`;
}
