import { expect, test } from "vitest";
import { decidedByPeople, type OnboardingFacts, onboardingSteps } from "./onboarding-steps";

const nothing: OnboardingFacts = { agents: 0, points: [], tools: [], bundles: [], calls: [], closed: [] };
const done = (more: Partial<OnboardingFacts>) =>
  onboardingSteps({ ...nothing, ...more }).flatMap((step) => (step.done ? [step.id] : []));

test("nothing is done in an empty console", () => {
  expect(done({})).toEqual([]);
});

test("an invited point that never spoke is not connected", () => {
  expect(done({ points: [{ lastSeenAt: null }] })).toEqual([]);
  expect(done({ points: [{ lastSeenAt: "2026-11-22T12:00:00.000Z" }] })).toEqual(["point"]);
});

test("tools that wait, changed or are blocked are not approved", () => {
  expect(done({ tools: [{ state: "waiting" }, { state: "changed" }, { state: "blocked" }] })).toEqual([]);
});

test("a bundle without policies is not a published policy", () => {
  expect(done({ bundles: [{ policies: 0 }] })).toEqual([]);
});

test("a checkpoint that expired or was cancelled was decided by nobody", () => {
  expect(decidedByPeople([{ status: "expired" }, { status: "cancelled" }])).toBe(false);
  expect(decidedByPeople([{ status: "voided" }])).toBe(true);
});
