import { expect, test } from "vitest";
import { prepareSparkline } from "./prepare-sparkline";

test("a missing value breaks the line instead of being drawn as zero", () => {
  expect(prepareSparkline([1, null, 3], 104, 20).path).toBe("M2 18M102 2");
});

test("no values, no line", () => {
  expect(prepareSparkline([null, null], 100, 20)).toEqual({ path: "", last: null });
});

test("equal values run through the middle", () => {
  expect(prepareSparkline([5, 5], 104, 20).path).toBe("M2 10L102 10");
});

test("the last known value is where the dot goes", () => {
  expect(prepareSparkline([0, 10, null], 104, 20).last).toEqual({ x: 52, y: 2 });
});
