import { describe, expect, test } from "vitest";
import { RollOutPlan, Thresholds } from "@/lib/policy/ring-contract";
import { RingCounts } from "./contract";
import { type RingFacts, verdictOn } from "./rules";

const plan = (more: Partial<Thresholds> = {}, automatic = true): RollOutPlan =>
  RollOutPlan.parse({ automatic, thresholds: Thresholds.parse(more) });
const ring = (counts: Partial<RingCounts> = {}, more: Partial<RingFacts> = {}): RingFacts => ({
  name: "Canary",
  counts: RingCounts.parse({ decisions: 100, judged: 100, ...counts }),
  refused: 0,
  canaryFailures: 0,
  profile: false,
  lacking: 0,
  lackingMs: 0,
  watchedMs: 31 * 60_000,
  ...more,
});

describe("a roll-out is rolled back", () => {
  test.each([
    ["when more calls are newly denied than may be", ring({ newlyDenied: 6 }), "newlyDeniedPercent", 6],
    ["when more calls are newly held than may be", ring({ newlyHeld: 11 }), "newlyHeldPercent", 11],
    ["when a call cannot be evaluated", ring({ errors: 1 }), "errors", 1],
    ["when a point refuses the revision", ring({}, { refused: 1 }), "refusals", 1],
    ["when canaries get out of the profile", ring({}, { canaryFailures: 1 }), "canaryFailures", 1],
    [
      "when more requests are newly refused than may be",
      ring({ requests: 40, newlyRefused: 3 }),
      "newlyRefusedPercent",
      7.5,
    ],
    ["when a connected point lacks it for too long", ring({}, { lacking: 1, lackingMs: 600_000 }), "unacknowledged", 1],
  ])("%s, before its time of watching is over", (_, seen, threshold, value) => {
    expect(verdictOn(plan(), [{ ...seen, watchedMs: 0 }])).toMatchObject({ kind: "breach", threshold, value });
  });

  test("for what is seen in an earlier ring as well", () => {
    expect(verdictOn(plan(), [ring({ newlyDenied: 50 }), { ...ring(), name: "Early" }])).toMatchObject({
      kind: "breach",
      ring: "Canary",
    });
  });

  test("and says in a sentence what was seen and what may be", () => {
    expect(verdictOn(plan(), [ring({ newlyDenied: 12 })])).toMatchObject({
      why: "In “Canary”, 12 of 100 calls (12 %) are newly denied; 5 % may be.",
    });
  });
});

test("shares at their limit are within it", () => {
  expect(verdictOn(plan(), [ring({ newlyDenied: 5, newlyHeld: 10 })])).toEqual({ kind: "proceed" });
});

test("shares of fewer calls than the sample say nothing, and nobody goes on by them", () => {
  expect(verdictOn(plan(), [ring({ judged: 19, newlyDenied: 19 })])).toMatchObject({ kind: "ask" });
});

test("a profile goes on by the requests that were made under it, not by other calls", () => {
  const boxed = (requests: number) => verdictOn(plan(), [ring({ requests }, { profile: true })]);
  expect(boxed(19)).toMatchObject({ kind: "ask", why: expect.stringMatching(/19 requests out of sandboxes/) });
  expect(boxed(20)).toEqual({ kind: "proceed" });
});

test("a sample of none is no breach and no division by nothing", () => {
  expect(verdictOn(plan({ minimumCalls: 0 }), [ring({ judged: 0, decisions: 0 })])).toEqual({ kind: "proceed" });
});

test("a point that is only just late is waited for", () => {
  expect(verdictOn(plan(), [ring({}, { lacking: 1, lackingMs: 599_999 })])).toMatchObject({ kind: "watch" });
});

test("a ring is watched for its whole time", () => {
  expect(verdictOn(plan(), [ring({}, { watchedMs: 30 * 60_000 - 1 })])).toMatchObject({ kind: "watch" });
  expect(verdictOn(plan(), [ring({}, { watchedMs: 30 * 60_000 })])).toEqual({ kind: "proceed" });
});

test("without the word that it goes on by itself, somebody is asked", () => {
  expect(verdictOn(plan({}, false), [ring()])).toMatchObject({ kind: "ask" });
});

test("it goes on only when every call that was made is judged; a breach among those that are ends it at once", () => {
  expect(verdictOn(plan(), [ring()], true)).toMatchObject({ kind: "watch" });
  expect(verdictOn(plan(), [ring({ judged: 19 })], true)).toMatchObject({ kind: "watch" });
  expect(verdictOn(plan(), [ring({ newlyDenied: 6 })], true)).toMatchObject({ kind: "breach" });
});
