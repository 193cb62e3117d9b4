/** What a change of policies means, in words. */
import { plural } from "@/components/ui/format-number";
import type { Meaning, Shift } from "@/lib/policy/review-contract";

export const shiftWords: Record<Shift, { label: string; wider: boolean }> = {
  newlyAllowed: { label: "Newly allowed", wider: true },
  heldNotDenied: { label: "Held for people instead of denied", wider: true },
  heldOtherwise: { label: "Held by other rules", wider: true },
  heldNotAllowed: { label: "Held for people instead of allowed", wider: false },
  newlyDenied: { label: "Newly denied", wider: false },
};

type Counted = Pick<Meaning["shifts"][number], "pairs" | "agents" | "tools">;

/** "12 combinations: 4 agents, 3 tools". */
export const countWords = ({ pairs, agents, tools }: Counted): string =>
  `${plural(pairs, "combination")}: ${plural(agents, "agent")}, ${plural(tools, "tool")}`;

/** On what the figures rest, and what they leave out. */
export function basisWords({ calls, unjudged, agents, tools, sampled }: Meaning): string {
  const looked = sampled
    ? `A sample: ${agents.looked} of ${plural(agents.of, "agent")} with ${tools.looked} of ${plural(tools.of, "tool")}, taken at even distances.`
    : `All of ${plural(agents.of, "agent")} with all of ${plural(tools.of, "tool")}.`;
  const asked = ` ${plural(calls, "call was", "calls were")} decided under both sets: the arguments that each tool asks for, those of the tests, and those at the edges of what changed. A change that shows with other arguments only is not counted here.`;
  const left = unjudged === 0 ? "" : ` ${plural(unjudged, "call", "calls")} had arguments that the tool does not take.`;
  return `${looked}${asked}${left}`;
}
