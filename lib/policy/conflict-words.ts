/** What a rule that does nothing is told by. Pure. */
import { plainName } from "@/lib/shared/plain-name";
import type { Conflict } from "./conflict-contract";

export function sentenceOf({ kind, by, certain, example }: Omit<Conflict, "sentence">): string {
  const tried = certain ? "" : " of those that were tried";
  const names = listed(by);
  switch (kind) {
    case "neverApplies":
      return example
        ? `No call${tried} meets its conditions: it never applies.`
        : "No agent and tool that are here match its scope: it never applies.";
    case "overruled":
      return names
        ? `Every call${tried} that it applies to is forbidden by ${names}: the two contradict each other, and the forbid wins.`
        : `Every call${tried} that it applies to is forbidden by other policies, so it has no effect.`;
    case "redundant":
      return `${names} ${by.length === 1 ? "says" : "say"} the same of every call${tried} that it applies to: it adds nothing.`;
    case "withoutPermit":
      return `Nothing permits any call${tried} that it applies to: they would be denied without it.`;
  }
}

const listed = (slugs: readonly string[]): string => {
  const few = slugs.slice(0, 3).map(plainName);
  return slugs.length > few.length ? `${few.join(", ")} and ${slugs.length - few.length} more` : few.join(", ");
};
