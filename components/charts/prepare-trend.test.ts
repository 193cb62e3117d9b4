import { expect, test } from "vitest";
import { prepareTrend } from "./prepare-trend";

const standing = (score: number | null, observe: number) => ({
  score,
  none: 1,
  observe,
  enforce: 0,
  isolate: 0,
  stopped: 2,
});
const step = (day: number, of: ReturnType<typeof standing> | null) => ({
  from: `2026-11-0${day}T00:00:00.000Z`,
  standing: of,
});

test("a step in which nobody looked is empty, not zero", () => {
  const { points, seen } = prepareTrend([step(1, standing(1, 4)), step(2, null), step(3, standing(1.5, 3))]);
  expect(points.map(({ score }) => score)).toEqual([1, null, 1.5]);
  expect(points[1]).toMatchObject({ none: null, observe: null, stopped: null });
  expect(seen).toBe(2);
});

test("goes from the first score to the last that there is, and is as high as the most agents at once", () => {
  const steps = [step(1, standing(null, 0)), step(2, standing(1, 4)), step(3, standing(2, 3)), step(4, null)];
  expect(prepareTrend(steps)).toMatchObject({ first: 1, last: 2, mostAgents: 5 });
});

test("of nothing is nothing", () => {
  expect(prepareTrend([])).toEqual({ points: [], seen: 0, first: null, last: null, mostAgents: 0 });
});
