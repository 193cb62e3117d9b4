import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "./clock.ts";

test("an instant is written as Date writes it, whichever was written before", () => {
  const milliseconds = fc.oneof(
    fc.integer({ min: 0, max: 4_102_444_800_000 }),
    fc.integer({ min: 1_700_000_000_000, max: 1_700_000_003_000 }),
    fc.double({ min: 0, max: 4_102_444_800_000, noNaN: true }),
    fc.constantFrom(-62_198_755_200_001, -1, 253_402_300_800_000),
  );
  fc.assert(fc.property(milliseconds, (at) => instant(at) === new Date(at).toISOString()));
});

test("what is no time is refused", () => {
  expect(() => instant(Number.NaN)).toThrow(RangeError);
});
