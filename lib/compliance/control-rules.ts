/** From evidence to the state of a control. Pure. */
import { type CatalogueControl, type Framework, keyOf } from "./catalogue-rules";
import type { ControlState, Counts, Evidence } from "./contract";
import type { AllEvidence } from "./read-evidence";

/** A policy in force with what it says that it is for. */
export type MappedPolicy = { id: string; slug: string; title: string; version: number; controls: readonly string[] };

export type Judged = {
  state: ControlState;
  evidence: Evidence[];
  policies: MappedPolicy[];
  /** Of the first evidence that is not met. */
  gap: string | null;
  href: string | null;
  newest: string | null;
};

/**
 * Met only when every kind is. Where nothing is shown: a gap if one is known, otherwise unknown. Where something is shown and
 * the rest cannot be told, that is what is said.
 */
export function stateOf(states: readonly ControlState[]): ControlState {
  if (states.length === 0) return "unknown";
  if (states.every((state) => state === "met")) return "met";
  const has = (state: ControlState): boolean => states.includes(state);
  if (!has("met") && !has("partly")) return has("gap") ? "gap" : "unknown";
  return has("gap") || has("partly") ? "partly" : "unknown";
}

/** What a policy's `@control("…")` says to name this control; a shorter one names all that begin with it. */
export const referenceOf = (framework: Pick<Framework, "id">, control: Pick<CatalogueControl, "key">): string =>
  `${framework.id}/${control.key}`;

/** Names in one annotation, parted by commas or spaces around them. */
export const namesIn = (annotation: string): string[] =>
  annotation
    .split(",")
    .map(keyOf)
    .filter((name) => name !== "");

export function names(
  policy: Pick<MappedPolicy, "controls">,
  framework: Framework,
  control: CatalogueControl,
): boolean {
  const full = keyOf(referenceOf(framework, control));
  // "EU-AI-ACT-14" is how people write Article 14 of the EU AI Act.
  const short = full.replace("-art-", "-");
  return policy.controls.some(
    (name) =>
      [full, short].some((one) => one === name || one.startsWith(`${name}-`)) && name.length > framework.id.length,
  );
}

const order: readonly ControlState[] = ["gap", "unknown", "partly", "met"];

export function judge(
  framework: Framework,
  control: CatalogueControl,
  all: AllEvidence,
  policies: readonly MappedPolicy[],
): Judged {
  const mapped = policies.filter((policy) => names(policy, framework, control));
  const evidence = control.evidence.flatMap((kind) => {
    const found = all.get(kind);
    return found
      ? [kind === "policy-versions" ? aboutControl(found, mapped, referenceOf(framework, control)) : found]
      : [];
  });
  const complete = evidence.length === control.evidence.length;
  const worst = [...evidence]
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .find(({ state }) => state !== "met");
  const times = evidence.flatMap(({ newest }) => newest ?? []).sort();
  return {
    state: complete ? stateOf(evidence.map(({ state }) => state)) : "unknown",
    evidence,
    policies: mapped,
    gap: evidence.length === 0 ? "Nothing says by what it is shown." : (worst?.gap ?? worst?.found ?? null),
    href: worst?.href ?? null,
    newest: times.at(-1) ?? null,
  };
}

/** That policies are in force shows little of a control that none of them is about. */
function aboutControl(found: Evidence, mapped: readonly MappedPolicy[], reference: string): Evidence {
  if (found.state !== "met") return found;
  if (mapped.length > 0)
    return { ...found, found: `${found.found} About this control: ${mapped.map(({ slug }) => slug).join(", ")}.` };
  return {
    ...found,
    state: "partly",
    gap: `No policy in force says that it is about this control: @control("${reference}").`,
    href: "/policies",
  };
}

export function countStates(states: readonly ControlState[]): Counts {
  const counts = { met: 0, partly: 0, gap: 0, unknown: 0 };
  for (const state of states) counts[state] += 1;
  return counts;
}
