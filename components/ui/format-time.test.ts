import { expect, test } from "vitest";
import { absoluteTime, countdownClock, formatDuration, relativeTime } from "./format-time";

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

test("a span that is not a number is a dash, never a zero", () => {
  expect(formatDuration(Number.NaN)).toBe("–");
});

test.each([
  [0, "0 ms"],
  [0.42, "0.4 ms"],
  [240, "240 ms"],
  [4200, "4.2 s"],
  [59_999, "59 s"],
  [200_000, "3 min 20 s"],
  [7_200_000, "2 h"],
  [90_000_000, "1 d 1 h"],
])("%d ms is written %s", (ms, words) => expect(formatDuration(ms)).toBe(words));

test.each([
  [-3000, "just now"],
  [-59_000, "59 s ago"],
  [-3_599_000, "59 min ago"],
  [7_200_000, "in 2 h"],
  [-3 * 86_400_000, "3 d ago"],
])("%d ms from now is %s", (gap, words) => expect(relativeTime(now + gap, now)).toBe(words));

test("beyond thirty days the relative form gives way to the date", () => {
  expect(relativeTime(now - 31 * 86_400_000, now)).toBeNull();
});

test("an absolute time names its zone", () => {
  expect(absoluteTime(now, "UTC")).toBe("22 Nov 2026, 12:00:00 UTC");
});

test("a countdown never goes below zero and rounds up, so that 0:00 means over", () => {
  expect(countdownClock(-5)).toBe("0:00");
  expect(countdownClock(1)).toBe("0:01");
  expect(countdownClock(249_000)).toBe("4:09");
  expect(countdownClock(3_750_000)).toBe("1:02:30");
});
