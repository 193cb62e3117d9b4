/** The annex of the penetration-test report: each attack in full, so that somebody else can follow and repeat it. Pure. */
import type { ScenarioResult, Seen } from "@/sdk/wire/redteam";
import { type Block, type Section, table, text } from "./document-contract";

type Line = [part: string, what: string];

export const attacksSection = (scenarios: readonly ScenarioResult[]): Section => ({
  heading: "Annex: each attack in full",
  blocks:
    scenarios.length === 0
      ? [text("No attack was made.")]
      : [
          text(
            "Each record that is cited opens in the console, under the exercise and the attack, with whether it still has the digest given here.",
          ),
          ...scenarios.map(attackBlock),
        ],
});

const attackBlock = (attack: ScenarioResult): Block =>
  table<Line>({
    caption: `${attack.id}: ${attack.title}`,
    rows: linesOf(attack),
    empty: "",
    columns: { Part: ([part]) => part, What: ([, what]) => what },
  });

function linesOf({
  goal,
  steps,
  atlas,
  custom,
  expected,
  control,
  observed,
  evidence,
  severity,
}: ScenarioResult): Line[] {
  return [
    ["Goal", goal],
    ...steps.map((step, index): Line => [`Step ${index + 1}`, step]),
    ["MITRE ATLAS", atlas.join(", ") || "no technique is named"],
    ...(custom ? [["Written by", "the organisation itself, as a scenario of its own"] satisfies Line] : []),
    ["Expected control", expected],
    ["Without it", seenWords(control)],
    ["With it", seenWords(observed)],
    ...(evidence.length === 0 ? [["Record", "none"] satisfies Line] : []),
    ...evidence.map(({ kind, id, digest, says }): Line => ["Record", `${kind} ${id}, ${digest}: ${says}`]),
    ["Severity if it passes", severity],
  ];
}

const seenWords = (seen: Seen | null): string =>
  seen === null ? "It was not run." : `${seen.got ? "It succeeded" : "It did not succeed"}: ${seen.seen}`;
