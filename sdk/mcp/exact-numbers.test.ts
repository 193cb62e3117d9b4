import fc from "fast-check";
import { expect, test } from "vitest";
import { firstInexactNumber } from "./exact-numbers.ts";

test.each([
  "9007199254740993",
  "-9007199254740993",
  "12345678901234567890",
  "9223372036854775808",
  "1234567890123456.7",
  "123456789012345678.25",
  "0.1000000000000000055",
  "1e400",
  "1e-400",
  `1${"0".repeat(200)}1`,
])("%s is found, wherever it stands", (number) => {
  expect(firstInexactNumber(`{"a":["x",{"b":${number}}]}`)).toBe(number);
});

test.each([
  "0",
  "-0",
  "0.0000000000000000000",
  "1.50",
  "1e2",
  "1E+300",
  "9007199254740992",
  "10000000000000000000",
  "0.10000000000000001",
  "0.30000000000000004",
  "1.7976931348623157e308",
  "4.9e-324",
])("%s passes: what is read is what was written", (number) => {
  expect(firstInexactNumber(`{"a":${number}}`)).toBeNull();
});

test("digits in texts are no numbers", () => {
  expect(
    firstInexactNumber(JSON.stringify({ '9007199254740993"\\': 'a "9007199254740993" \\', b: "9007199254740993" })),
  ).toBeNull();
});

test("every number that JavaScript writes passes", () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (value) => firstInexactNumber(`[${JSON.stringify(value)}]`) === null,
    ),
  );
});

test("an integer passes exactly when it is written again as it was", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (value) => {
      return (firstInexactNumber(`[${value}]`) === null) === (JSON.stringify(Number(value)) === String(value));
    }),
  );
});
