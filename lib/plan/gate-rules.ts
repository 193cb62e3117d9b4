/** Private to this folder: gates from what was judged, with what named people accept for a time. Pure. */
import type { z } from "zod";
import { type Acceptance, Gate, type GateItem, type GateRequirement, type GateState } from "./gate-contract";
import type { GateFacts } from "./gate-facts";
import { type Item, type Judged, type Requirement, requirements } from "./requirements";

/** How many items of a requirement are named; the counts are of all. */
export const MOST_ITEMS = 20;

export const itemKey = ({ kind, id }: { kind: string; id: string }): string => `${kind}:${id}`;

/** Of one requirement, every item with what is accepted of it, failing ones first. Nothing is left out yet. */
export function itemsOf(
  requirement: Requirement,
  facts: GateFacts,
  acceptances: readonly Acceptance[],
  now: Date,
): { judged: Judged; items: GateItem[] } {
  const judged = requirement.judge(facts, now);
  const found: readonly Item[] = judged.looked === null ? [unmeasurable(requirement, judged.why)] : judged.items;
  const accepted = new Map(
    acceptances.filter((one) => one.requirement === requirement.id).map((one) => [one.item, one]),
  );
  const items = found.map((item): GateItem => {
    const acceptance = accepted.get(itemKey(item)) ?? null;
    return { ...item, state: acceptance ? "accepted" : item.state, acceptance };
  });
  return { judged, items: order.flatMap((state) => items.filter((item) => item.state === state)) };
}

const order: readonly GateItem["state"][] = ["failing", "unknown", "accepted"];

/** What cannot be measured as a whole can only be accepted as a whole. */
const unmeasurable = ({ id, title }: Requirement, why: string): Item => ({
  kind: "requirement",
  id,
  name: title,
  state: "unknown",
  why,
  href: null,
});

function judgedRequirement(
  requirement: Requirement,
  facts: GateFacts,
  acceptances: readonly Acceptance[],
  now: Date,
): GateRequirement {
  const { judged, items } = itemsOf(requirement, facts, acceptances, now);
  const count = (state: GateItem["state"]): number => items.filter((item) => item.state === state).length;
  const counts = { failing: count("failing"), unknown: count("unknown"), accepted: count("accepted") };
  const state =
    counts.failing > 0 ? "unmet" : counts.unknown > 0 ? "unknown" : counts.accepted > 0 ? "accepted" : "met";
  return {
    id: requirement.id,
    title: requirement.title,
    state,
    why: whyOf(judged, counts),
    looked: judged.looked,
    ...counts,
    items: items.slice(0, MOST_ITEMS),
  };
}

type Counts = { failing: number; unknown: number; accepted: number };

function whyOf(judged: Judged, { failing, unknown, accepted }: Counts): string {
  if (judged.looked === null) return accepted > 0 ? `Accepted, not measured. ${judged.why}` : judged.why;
  const parts = [
    ...(failing > 0 ? [`${failing} ${failing === 1 ? "fails" : "fail"}`] : []),
    ...(unknown > 0 ? [`${unknown} cannot be measured`] : []),
    ...(accepted > 0 ? [`${accepted} accepted for a time`] : []),
  ];
  if (parts.length === 0) return judged.looked === 0 ? "There is none." : `Looked at ${judged.looked}; none fails.`;
  return `${parts.join(", ")}, of ${Math.max(judged.looked, failing + unknown + accepted)}.`;
}

export const JudgedGate = Gate.pick({ state: true, why: true, requirements: true });
export type JudgedGate = z.infer<typeof JudgedGate>;

/** `passedBefore`: it was met, or accepted, at some time of this plan. */
export function judgeGate(
  sprint: number,
  facts: GateFacts,
  { acceptances, passedBefore, now }: { acceptances: readonly Acceptance[]; passedBefore: boolean; now: Date },
): JudgedGate {
  const judged = requirements
    .filter((one) => one.sprint === sprint)
    .map((one) => judgedRequirement(one, facts, acceptances, now));
  const state = stateOf(judged, passedBefore);
  return { state, why: gateWords(state, judged), requirements: judged };
}

function stateOf(judged: readonly GateRequirement[], passedBefore: boolean): GateState {
  const has = (state: GateRequirement["state"]): boolean => judged.some((one) => one.state === state);
  if (has("unmet")) return passedBefore ? "reopened" : "unmet";
  if (has("unknown") || judged.length === 0) return "unknown";
  return has("accepted") ? "accepted" : "met";
}

const inQuotes = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(", ");

/** What holds it, in a sentence or two: the first failing requirement with its first item, and how many more. */
function gateWords(state: GateState, judged: readonly GateRequirement[]): string {
  const asked = judged.length;
  if (state === "met") return `All ${asked} requirements are met.`;
  const titled = (wanted: GateRequirement["state"]) => judged.filter((one) => one.state === wanted);
  if (state === "accepted") {
    const carried = titled("accepted");
    return `${asked - carried.length} of ${asked} requirements are met; for the others named people carry the risk: ${inQuotes(carried.map(({ title }) => title))}.`;
  }
  const open = state === "unknown" ? titled("unknown") : titled("unmet");
  const [first] = open;
  if (!first) return "Nothing is asked, so nothing is shown.";
  const rest = open.length - 1;
  const verb = state === "unknown" ? "cannot be measured" : rest === 1 ? "fails" : "fail";
  const more = rest > 0 ? ` ${rest} more of ${asked} requirements ${verb} as well.` : "";
  const [item] = first.items;
  if (first.looked === null || !item) return `“${first.title}” cannot be measured: ${first.why}${more}`;
  const count = state === "unknown" ? first.unknown : first.failing;
  const others = count > 1 ? ` (and ${count - 1} more)` : "";
  return `“${first.title}”: ${item.name}${others}. ${item.why}${more}`;
}
