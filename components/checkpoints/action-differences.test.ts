import { describe, expect, test } from "vitest";
import { differencesOf } from "./action-differences";

const action = (args: object) => ({
  arguments: args as never,
  onBehalfOf: null,
  chain: [],
  pin: null,
  operationClass: "money.move" as const,
});

describe("what differs from what was approved before", () => {
  test("is named by its place, and the rest is counted", () => {
    const { different, same } = differencesOf(
      action({ to: "ACME", lines: [{ amount: 1 }, { amount: 2 }] }),
      action({ to: "ACME", lines: [{ amount: 1 }, { amount: 9 }] }),
    );
    expect(different).toEqual([{ path: "lines[1].amount", before: "2", after: "9" }]);
    expect(same).toBe(6);
  });
  test("a text and a number that look alike differ", () =>
    expect(differencesOf(action({ amount: 1 }), action({ amount: "1" })).different).toEqual([
      { path: "amount", before: "1", after: '"1"' },
    ]));
  test("what came and what is gone is told", () =>
    expect(differencesOf(action({ a: "x" }), action({ b: [] })).different).toEqual([
      { path: "b", before: null, after: "[]" },
      { path: "a", before: '"x"', after: null },
    ]));
  test("so is on whose behalf, through whom, and another definition of the tool", () => {
    const before = action({});
    const after = { ...before, onBehalfOf: "Eve", chain: ["agt_1"], pin: `sha256:${"0".repeat(64)}` };
    expect(differencesOf(before, after).different.map(({ path }) => path)).toEqual([
      "on behalf of",
      "through",
      "the tool's definition",
    ]);
  });
});
