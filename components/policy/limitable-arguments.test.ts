import { expect, test } from "vitest";
import { ArgumentLimit } from "@/lib/policy/guided-contract";
import { limitable, limitWords, testsOf } from "./limitable-arguments";

const tool = (inputSchema: unknown) => ({ definition: JSON.stringify({ inputSchema }), pinnedDefinition: null });

test("what is no schema, or names arguments that Cedar cannot, offers nothing to limit", () => {
  expect(limitable({ definition: "not JSON", pinnedDefinition: null })).toEqual([]);
  expect(limitable(tool({ properties: "text" }))).toEqual([]);
  expect(
    limitable(tool({ properties: { "to-whom": { type: "string" }, list: { type: "array" }, odd: null } })),
  ).toEqual([]);
});

test("typed values become what the rule holds, and what is no such value is refused", () => {
  const [amount, rate, memo] = limitable(
    tool({
      properties: { amount: { type: "integer" }, rate: { type: "number" }, memo: { type: "string" } },
      required: ["amount"],
    }),
  );
  expect([amount?.optional, rate?.optional, memo?.optional]).toEqual([false, true, true]);
  expect(amount?.valueOf(" 500 ")).toBe(500);
  expect(rate?.valueOf("12")).toBe("12.0");
  const limit = (value: unknown) =>
    ArgumentLimit.safeParse({ kind: "integer", argument: "amount", optional: false, test: "above", value }).success;
  expect(["500", "5e2", "1.5", "", "99999999999999999999"].map((typed) => limit(amount?.valueOf(typed)))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(testsOf("number").map(({ value }) => value)).not.toContain("is");
  expect(limitWords({ kind: "integer", argument: "amount", optional: false, test: "atMost", value: 500 })).toBe(
    "amount at most 500",
  );
});
