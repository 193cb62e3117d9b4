import { expect, test } from "vitest";
import { aDay, basisWords, daysOf } from "./replay-words";

test("a rate keeps the digit that matters, and never says none where there are some", () => {
  expect([0, 0.04, 0.4, 3.14, 9.96, 12.4].map(aDay)).toEqual(["0", "under 0.1", "0.4", "3.1", "10.0", "12"]);
});

test("days are whole, whatever the clocks did in between", () => {
  expect(daysOf({ from: "2026-10-20T22:00:00.000Z", to: "2026-10-27T22:00:00.000Z" })).toBe(7);
});

test("what is left out is said, and what is not is not", () => {
  const result = { looked: 2, unreadable: 0, cut: false, days: 1, shifts: [], asked: [] };
  expect(basisWords(result)).toBe(
    "2 recorded calls were decided under both sets, with the agents, tools and rules of now.",
  );
  expect(basisWords({ ...result, unreadable: 1, cut: true })).toMatch(/1 call could not.*only the newest/);
});
