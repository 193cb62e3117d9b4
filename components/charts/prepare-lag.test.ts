import { expect, test } from "vitest";
import { prepareLag } from "./prepare-lag";

const sample = { minute: "2026-01-01T00:02:00.000Z", delivered: 5, failed: 1, parked: 2, lagMs: 1_500 };

test("every minute has its place, oldest first, and one without a sample is zero", () => {
  const points = prepareLag([sample], "2026-01-01T00:03:40.000Z", 3);
  expect(points.map(({ time }) => new Date(time).toISOString().slice(14, 16))).toEqual(["01", "02", "03"]);
  expect(points.map(({ delivered }) => delivered)).toEqual([0, 5, 0]);
  expect(points[1]).toMatchObject({ failed: 3, lagS: 1.5 });
});

test("a sample outside of the range is not drawn", () => {
  expect(prepareLag([sample], "2026-01-01T09:00:00.000Z", 5).every(({ delivered }) => delivered === 0)).toBe(true);
});
