import { expect, test } from "vitest";
import { type Call, type CallPeople, stationsOf } from "./call-line-model";

const call = (more: Partial<Call>): Call => ({ agent: "a", point: "p", decision: { effect: "allow" }, ...more });
const people = (status: CallPeople["status"], have = 0): CallPeople => ({
  status,
  have,
  need: 2,
  names: ["Aiko", "Per"],
});
const rails = (given: Call) => stationsOf(given).map((station) => station.rail);
const outcome = (given: Call) => stationsOf(given)[4];

test("a denied call stops at the decision and its outcome is never drawn as reached", () => {
  const denied = call({ decision: { effect: "deny" }, outcome: "succeeded" });
  expect(rails(denied)).toEqual(["passed", "passed", "stopped", "stopped", undefined]);
  expect(outcome(denied)).toMatchObject({ words: "Not run", reached: false });
});

test.each(["denied", "expired", "cancelled"] as const)(
  "a held call whose checkpoint is %s stops at the people",
  (status) => {
    const held = call({ decision: { effect: "hold" }, people: people(status) });
    expect(rails(held)).toEqual(["passed", "passed", "passed", "stopped", undefined]);
    expect(outcome(held).words).toBe("Not run");
  },
);

test("a held call waits at the people and says how many of how many have agreed", () => {
  const held = call({ decision: { effect: "hold" }, people: people("pending", 1) });
  expect(rails(held)[3]).toBe("waiting");
  expect(stationsOf(held)[3].words).toBe("Waiting, 1 of 2");
});

test("an approved call passes", () => {
  const held = call({ decision: { effect: "hold" }, people: people("approved", 2), outcome: "succeeded" });
  expect(rails(held)).toEqual(["passed", "passed", "passed", "passed", undefined]);
  expect(outcome(held)).toMatchObject({ words: "Succeeded", reached: true });
});

test("an unknown decision is never drawn as passed", () => {
  expect(rails(call({ decision: { effect: "unknown" } }))).toEqual([
    "passed",
    "passed",
    "unknown",
    "unknown",
    undefined,
  ]);
});

test("an allowed call without word of its outcome says so instead of claiming success", () => {
  expect(outcome(call({}))).toMatchObject({ words: "Not reported yet", tone: "unknown", reached: false });
});

test("where no people were needed their station says so and lets the line through", () => {
  expect(stationsOf(call({}))[3]).toMatchObject({ words: "Not needed", rail: "passed", through: true });
});
