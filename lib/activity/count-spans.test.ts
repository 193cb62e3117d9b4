import fc from "fast-check";
import { expect, test } from "vitest";
import { type Stretch, stretchesOf, widened } from "./count-spans";

const at = (text: string) => new Date(text);
const holds = (instant: number, { from, to }: Stretch) =>
  (from === null || from.getTime() <= instant) && (to === null || instant < to.getTime());

test("a time is cut at whole days and hours", () => {
  expect(stretchesOf({ from: at("2026-03-01T22:30:00Z"), to: at("2026-03-04T01:10:00Z") })).toEqual({
    calls: [
      { from: at("2026-03-01T22:30:00Z"), to: at("2026-03-01T23:00:00Z") },
      { from: at("2026-03-04T01:00:00Z"), to: at("2026-03-04T01:10:00Z") },
    ],
    hours: [
      { from: at("2026-03-01T23:00:00Z"), to: at("2026-03-02T00:00:00Z") },
      { from: at("2026-03-04T00:00:00Z"), to: at("2026-03-04T01:00:00Z") },
    ],
    days: [{ from: at("2026-03-02T00:00:00Z"), to: at("2026-03-04T00:00:00Z") }],
  });
});

test("a time that runs on has no end to be cut, and all time is days alone", () => {
  expect(stretchesOf({ from: at("2026-03-01T22:30:00Z"), to: null }).days).toEqual([
    { from: at("2026-03-02T00:00:00Z"), to: null },
  ]);
  expect(stretchesOf({ from: null, to: null })).toEqual({ calls: [], hours: [], days: [{ from: null, to: null }] });
});

test("every instant of the time is in exactly one stretch, and no other is", () => {
  const minute = fc.integer({ min: 0, max: 10_000 }).map((minutes) => minutes * 60_000 + 7 * 86_400_000);
  const end = fc.option(minute, { nil: null });
  fc.assert(
    fc.property(end, end, minute, (from, to, instant) => {
      const time = { from: from === null ? null : new Date(from), to: to === null ? null : new Date(to) };
      fc.pre(from === null || to === null || from < to);
      const { days, hours, calls } = stretchesOf(time);
      const holding = [...days, ...hours, ...calls].filter((stretch) => holds(instant, stretch));
      expect(holding).toHaveLength(holds(instant, time) ? 1 : 0);
      if (holds(instant, time)) expect(holds(instant, widened(time))).toBe(true);
    }),
  );
});
