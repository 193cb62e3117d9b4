import fc from "fast-check";
import { expect, test } from "vitest";
import { columnShares } from "./rules";

test("shares are of the whole, and none is nothing, whatever stands in the cells", () => {
  const table = fc
    .integer({ min: 1, max: 9 })
    .chain((n) =>
      fc.tuple(
        fc.array(fc.string(), { minLength: n, maxLength: n }),
        fc.array(fc.array(fc.string(), { maxLength: n }), { maxLength: 20 }),
      ),
    );
  fc.assert(
    fc.property(table, ([columns, rows]) => {
      const shares = columnShares(columns, rows);
      expect(shares).toHaveLength(columns.length);
      expect(shares.every((share) => share > 0)).toBe(true);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    }),
  );
});

test("a short column keeps room for its longest word beside columns with sentences", () => {
  const sentence = "What was seen is told in a sentence that goes on for quite a while, as they do.";
  const [first = 0, second = 0, third = 0] = columnShares(
    ["Observed", "Expected", "Verdict"],
    Array.from({ length: 5 }, () => [sentence, sentence, "contained"]),
  );
  expect(third * 110).toBeGreaterThan("contained".length);
  expect(first).toBeCloseTo(second);
  expect(first).toBeGreaterThan(third);
});
