import { expect, test } from "vitest";
import { prepareDecisions } from "./prepare-decisions";

const range = { from: "2026-11-22T10:00:00.000Z", to: "2026-11-22T13:00:00.000Z", stepMs: 3_600_000 };
const bucket = (at: string, deny: number) => ({ at, allow: 0, hold: 0, deny });

test("buckets outside the range are not counted", () => {
  const { series } = prepareDecisions(
    [bucket("2026-11-22T09:59:59.999Z", 5), bucket("2026-11-22T13:00:00.000Z", 7)],
    range,
  );
  expect(series.map((each) => each.total)).toEqual([0, 0, 0]);
});

test("every step of the range has its place, also where nothing happened", () => {
  const { times, series } = prepareDecisions([bucket("2026-11-22T11:00:00.000Z", 3)], range);
  expect(times.map((time) => new Date(time).toISOString().slice(11, 16))).toEqual(["10:00", "11:00", "12:00"]);
  expect(series.at(-1)).toEqual({ effect: "deny", counts: [0, 3, 0], total: 3, peak: 3 });
});

test("two buckets of one step are added", () => {
  const { series } = prepareDecisions(
    [bucket("2026-11-22T11:00:00.000Z", 3), bucket("2026-11-22T11:30:00.000Z", 4)],
    range,
  );
  expect(series.at(-1)?.counts).toEqual([0, 7, 0]);
});

test("a range that makes no sense draws nothing instead of hanging", () => {
  expect(prepareDecisions([], { ...range, to: range.from }).times).toEqual([]);
  expect(prepareDecisions([], { ...range, stepMs: 1 }).times).toHaveLength(1000);
});
