import { expect, test } from "vitest";
import type { StopOrder } from "@/lib/enforcement/stop-contract";
import { progressOf } from "./stop-words";

type Point = StopOrder["points"][number];
const point = (state: Point["state"], more: Partial<Point> = {}): Point => ({
  pepId: "pep",
  name: "p",
  state,
  ms: null,
  cancelled: null,
  probe: null,
  frozen: null,
  leaseEndsAt: null,
  ...more,
});

test("a point that has not confirmed is never counted as stopped", () => {
  const points = [point("confirmed", { ms: 12 }), point("pending"), point("unreachable")];
  expect(progressOf({ points })).toMatchObject({ total: 3, confirmed: 1, pending: 1, unreachable: 1, done: false });
});

test("the time shown is that of the last point, not of the first or of the average", () => {
  const points = [point("confirmed", { ms: 3 }), point("confirmed", { ms: 41 }), point("confirmed", { ms: 9 })];
  expect(progressOf({ points })).toMatchObject({ lastMs: 41, done: true });
});

test("unreachable points stop by the latest of their leases", () => {
  const points = [
    point("unreachable", { leaseEndsAt: "2026-11-22T12:03:20.000Z" }),
    point("unreachable", { leaseEndsAt: "2026-11-22T12:01:00.000Z" }),
  ];
  expect(progressOf({ points }).stopsBy).toBe("2026-11-22T12:03:20.000Z");
});

test("no end is promised when one of the unreachable points has none", () => {
  const points = [point("unreachable", { leaseEndsAt: "2026-11-22T12:03:20.000Z" }), point("unreachable")];
  expect(progressOf({ points }).stopsBy).toBeNull();
});

test("an order that no point was there to hear has no time and claims no confirmation", () => {
  expect(progressOf({ points: [] })).toMatchObject({ total: 0, confirmed: 0, lastMs: null });
});
