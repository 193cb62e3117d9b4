import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/sdk/canonical";
import { groupKeyOf, shapeOf } from "./group-key";

const key = (args: JsonObject, more: { agent?: string; tool?: string; chain?: string[] } = {}) =>
  groupKeyOf({ agent: "agt_1", tool: "bank/pay", chain: [], arguments: args, ...more });

describe("requests are alike", () => {
  test("when only values differ, in whatever order the members come", () =>
    expect(key({ to: "ACME", amount: 1 })).toBe(key({ amount: 999, to: "x" })));
  test("when a list holds more of the same", () =>
    expect(key({ lines: [{ a: 1 }] })).toBe(key({ lines: [{ a: 1 }, { a: 2 }, { a: 3 }] })));
});

describe("requests are not alike", () => {
  test.each([
    ["another member", key({ to: "ACME", amount: 1, urgent: true })],
    ["another kind of value", key({ to: "ACME", amount: "1" })],
    ["nothing where something was", key({ to: null, amount: 1 })],
    ["another agent", key({ to: "ACME", amount: 1 }, { agent: "agt_2" })],
    ["another tool", key({ to: "ACME", amount: 1 }, { tool: "bank/refund" })],
    ["through another agent", key({ to: "ACME", amount: 1 }, { chain: ["agt_9"] })],
  ])("with %s", (_, other) => expect(other).not.toBe(key({ to: "ACME", amount: 1 })));
  test("when a list holds another kind as well", () => expect(key({ lines: [1] })).not.toBe(key({ lines: [1, "x"] })));
});

test("names that mean something to a language are only names", () =>
  expect(shapeOf(JSON.parse('{"__proto__":1,"constructor":"x"}'))).toEqual(
    JSON.parse('{"__proto__":"number","constructor":"string"}'),
  ));
test("a deep value is looked through once", () => {
  let deep: JsonObject = { a: 1 };
  for (let at = 0; at < 30; at++) deep = { list: [deep] };
  const started = performance.now();
  shapeOf(deep);
  expect(performance.now() - started).toBeLessThan(200);
});
