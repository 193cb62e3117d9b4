import { expect, test } from "vitest";
import { snoozeTimes } from "./snooze-times";

const now = Date.parse("2026-01-01T10:00:00.000Z");
const labels = (minutes: number) =>
  snoozeTimes(now, new Date(now + minutes * 60_000).toISOString()).map(({ label }) => label);

test("nothing is offered that would come back too late to be read", () => {
  expect(labels(1)).toEqual([]);
  expect(labels(11)).toEqual(["For half of its time"]);
  expect(labels(15)).toEqual(["For 10 minutes", "For half of its time"]);
  expect(labels(7 * 1_440)).toContain("For 1 day");
});
test("every time offered is before the end", () => {
  for (const minutes of [3, 12, 90, 5_000]) {
    const end = now + minutes * 60_000;
    for (const { until } of snoozeTimes(now, new Date(end).toISOString())) expect(Date.parse(until)).toBeLessThan(end);
  }
});
