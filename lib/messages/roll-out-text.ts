/** Private to this folder: what a mail says of a roll-out that was halted or rolled back. */
import type { RollOutFacts } from "./contract";
import { inert } from "./inert";

const sentences: Record<RollOutFacts["stopped"], string> = {
  halted:
    "A roll-out that you asked for or confirmed was halted. It reaches no other point; those that it has reached keep its policies.",
  rolledBack:
    "A roll-out that you asked for or confirmed was rolled back. Every point is given the published policies again; what it brought is still in the draft.",
};

export const rollOutSentence = ({ stopped }: RollOutFacts): string => sentences[stopped];
export const rollOutAbout = ({ revision, stopped }: RollOutFacts): string =>
  `revision ${revision} ${stopped === "halted" ? "was halted" : "was rolled back"}`;
export const rollOutLines = ({ revision, ring, why }: RollOutFacts) => [
  { label: "Revision", value: String(revision) },
  { label: "Ring", value: inert(ring) },
  { label: "Why", value: inert(why) },
];
