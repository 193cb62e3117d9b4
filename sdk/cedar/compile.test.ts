import { expect, test } from "vitest";
import { policyFromText } from "../cases/run-cases.ts";
import { inspectPolicy } from "./compile.ts";

const inspect = (condition: string) =>
  inspectPolicy(policyFromText(`permit(principal, action, resource) when { ${condition} };`).cedar);

test("an author is told of a number that the bundle would carry rounded", () => {
  expect(inspect("context.chainLength < 9007199254740993")).toEqual({ refused: expect.stringContaining("2^53") });
});

test("an author is told of what only cedar-wasm can evaluate", () => {
  expect(inspect('principal.hasTag("x")')).toEqual({ interpreted: "the operator hasTag" });
});

test("nothing is said of a policy that is compiled", () => {
  expect(
    inspect('context.args.amount.greaterThan(decimal("5.00")) && datetime("2024-01-01") < datetime("2025-01-01")'),
  ).toBeNull();
});
