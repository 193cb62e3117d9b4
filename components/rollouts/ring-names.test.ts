/** What people name rings may carry markup, or characters that turn a line round: both are shown for what they are. */
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { TextChanges } from "@/components/policy/text-changes";
import { RingCounts } from "@/lib/rollouts/contract";
import { RingCards } from "./ring-cards";
import { RingsTable } from "./roll-outs-view";

const nasty = "<img src=x onerror=alert(1)>\u202egnp.exe";
const figures = {
  points: 0,
  live: 0,
  acknowledged: 0,
  lacking: 0,
  refused: 0,
  canaries: 0,
  canaryFailures: 0,
  counts: RingCounts.parse({}),
};
const ring = { position: 0, name: nasty, state: "waiting" as const, startedAt: null, passedAt: null, ...figures };
const members = { points: [], environments: [], teams: [nasty], percent: 0 };
const changed = { policyId: "pol_1", slug: "one", title: nasty, kind: "added" as const, from: null, to: 1 };

test.each([
  ["of a roll-out", createElement(RingCards, { rings: [ring], profile: false, takenBack: false })],
  [
    "of an organisation, and the teams in them",
    createElement(RingsTable, { rings: [{ name: nasty, members, points: 0, live: 0 }] }),
  ],
  ["of policies under review", createElement(TextChanges, { changes: [{ ...changed, before: "", after: "x" }] })],
])("names %s", (_, element) => {
  const html = renderToStaticMarkup(element);
  expect(html).not.toContain("<img");
  expect(html).not.toContain("\u202e");
  expect(html).toContain("U+202E");
});
