import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareStages } from "./prepare-stages";

test("without agents there is no distribution, rather than four zeros", () => {
  expect(prepareStages({ none: 0, observe: 0, enforce: 0, isolate: 0 })).toBeNull();
});

test("the shares add up to 100 and a stage without agents has none", () => {
  const count = fc.nat(5000);
  fc.assert(
    fc.property(fc.record({ none: count, observe: count, enforce: count, isolate: count }), (counts) => {
      const shares = prepareStages(counts);
      fc.pre(shares !== null);
      expect(shares?.reduce((sum, each) => sum + each.percent, 0)).toBe(100);
      for (const each of shares ?? []) if (each.count === 0) expect(each.percent).toBe(0);
    }),
  );
});

test("stages keep their order, from none to isolate", () => {
  expect(prepareStages({ none: 1, observe: 1, enforce: 1, isolate: 0 })).toEqual([
    { stage: "none", count: 1, percent: 34 },
    { stage: "observe", count: 1, percent: 33 },
    { stage: "enforce", count: 1, percent: 33 },
    { stage: "isolate", count: 0, percent: 0 },
  ]);
});
