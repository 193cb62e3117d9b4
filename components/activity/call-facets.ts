/** The filters of the activity page with how many calls each value has. Pure. */
import { operationClassWords } from "@/components/inventory/words";
import type { Facet, FacetOption } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { plainTime } from "@/components/ui/format-time";
import { effectLook } from "@/components/ui/status";
import { NO_DECISION } from "@/lib/activity/contract";
import { type Basis, type CallCounts, FacetName } from "@/lib/activity/explorer-contract";
import { choicesIn, choicesText } from "@/lib/shared/choices";
import { plainName } from "@/lib/shared/plain-name";
import { codeWords } from "./call-words";

const labels: Record<FacetName, string> = {
  effect: "Decision",
  agentId: "Agent",
  tool: "Tool",
  operationClass: "Class",
  team: "Team",
  ownerId: "Owner",
  pepId: "Point",
  code: "Why",
  carriedOut: "Carried out",
  onBehalfOf: "On behalf of",
};
export const facetLabel = (name: FacetName): string => labels[name];

const effects: Record<string, string> = {
  allow: effectLook.allow.label,
  hold: effectLook.hold.label,
  deny: effectLook.deny.label,
  [NO_DECISION]: "No decision",
};
const carriedOut: Record<string, string> = {
  enforced: "Enforced",
  observed: "Only observed",
  unmediated: "Passed no point",
  imported: "Imported",
};
const classes = Object.fromEntries(Object.entries(operationClassWords).map(([value, { label }]) => [value, label]));
/** The words of closed lists; these are offered whole, also where nothing is counted. */
const words: Partial<Record<FacetName, Record<string, string>>> = {
  effect: effects,
  carriedOut,
  operationClass: classes,
  code: codeWords,
};

export function valueWords(name: FacetName, value: string, counts: CallCounts | undefined): string {
  const known = words[name];
  if (known && Object.hasOwn(known, value)) return known[value] ?? value;
  const counted = counts?.facets.find((facet) => facet.name === name)?.values.find((one) => one.value === value);
  return plainName(counted?.label ?? value);
}

/** The values of a filter that stand in the address. */
export const chosenIn = (value: string | number | boolean | undefined): string[] =>
  value === undefined ? [] : choicesIn(String(value));

type Url = {
  values: Record<string, string | number | boolean | undefined>;
  set: (change: Record<string, string | undefined>) => void;
};

/** `left` out; `old`: the counts are of what was asked before, so their numbers are not shown. */
type Shown = { left?: readonly FacetName[]; old?: boolean };

export function callFacets(url: Url, counts: CallCounts | undefined, { left = [], old = false }: Shown = {}): Facet[] {
  return FacetName.options
    .filter((name) => !left.includes(name))
    .map((name) => {
      const chosen = chosenIn(url.values[name]);
      const options = optionsOf(name, chosen, counts);
      return {
        id: name,
        label: labels[name],
        options: old ? options.map(({ value, label }) => ({ value, label })) : options,
        value: chosen,
        onChange: (values: string[]) => url.set({ [name]: choicesText(values) || undefined }),
        note: old ? undefined : noteOf(name, counts),
      };
    });
}

function optionsOf(name: FacetName, chosen: readonly string[], counts: CallCounts | undefined): FacetOption[] {
  const counted = counts?.facets.find((facet) => facet.name === name)?.values ?? [];
  const seen = counted.map(({ value }) => value);
  // Thirty reasons of which three occur: those that occur. Three decisions of which one occurs: all three.
  const whole = name === "effect" || name === "carriedOut" || counted.length === 0;
  const others = [...(whole ? Object.keys(words[name] ?? {}) : []), ...chosen].filter((value) => !seen.includes(value));
  return [
    ...counted.map(({ value, calls }) => ({ value, label: valueWords(name, value, counts), count: calls })),
    ...[...new Set(others)].map((value) => ({ value, label: valueWords(name, value, counts) })),
  ];
}

function noteOf(name: FacetName, counts: CallCounts | undefined): string | undefined {
  const facet = counts?.facets.find((one) => one.name === name);
  if (!facet) return undefined;
  const more = facet.more ? "The most frequent are shown." : "";
  const other = JSON.stringify(facet.basis) === JSON.stringify(counts?.total.basis) ? "" : basisWords(facet.basis);
  const nothing = facet.values.length === 0 ? "No call of this time has one." : "";
  return [nothing, other, more].filter(Boolean).join(" ") || undefined;
}

/** On what a count rests, in a sentence. */
export function basisWords(basis: Basis): string {
  if (basis.kind === "exact") return "Every call is counted.";
  if (basis.kind === "wholeHours") return "Counted over the whole hours that hold this time.";
  const since = plainTime(Date.parse(basis.since));
  return `Counted among the newest ${plural(basis.calls, "call")} of this time, back to ${since}.`;
}
