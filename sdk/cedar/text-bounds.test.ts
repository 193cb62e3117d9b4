import { expect, test } from "vitest";
import { loadWasm } from "./load-wasm.ts";
import { textProblem } from "./text-bounds.ts";

const policy = (condition: string) => `permit(principal, action, resource) when { ${condition} };`;
const nested = (count: number) => policy(`${"(".repeat(count)}true${")".repeat(count)}`);

test.each([
  ["brackets", nested(3_000), /nested deeper/],
  ["sets", policy(`${"[".repeat(300)}${"]".repeat(300)} == []`), /nested deeper/],
  ["records", policy(`${'{"a":'.repeat(300)}1${"}".repeat(300)} == {}`), /nested deeper/],
  ["ifs", policy(`${"if true then true else ".repeat(3_000)}true`), /more than 100 ifs/],
  ["sums", policy(`${"1 + ".repeat(3_000)}1 == 2`), /operators/],
  ["attributes", policy(`context${".a".repeat(3_000)}`), /operators/],
  ["conjunctions", policy(`${"true && ".repeat(3_000)}true`), /operators/],
])("%s without end are refused before they are parsed", (_, text, said) => {
  expect(textProblem(text)?.message).toMatch(said);
});

test("text in quotes and comments, and the policies before, count for nothing", () => {
  expect(textProblem(policy(`context.a == "${"(".repeat(500)}\\"("`))).toBeNull();
  expect(textProblem(`// ${"(".repeat(500)}\n${policy("true")}`)).toBeNull();
  expect(textProblem(policy(`${"true && ".repeat(600)}true`).repeat(4))).toBeNull();
});

test("what is let through at its very bound leaves the parser and the validator as they were", () => {
  const wasm = loadWasm();
  const entity = { entityTypes: { User: {} }, actions: {} };
  for (const text of [
    nested(60),
    policy(`${"if true then true else ".repeat(100)}true`),
    policy(`${"1 + ".repeat(990)}1 == 2`),
    policy(`context${".a".repeat(990)} == 1`),
    policy(`[${"1, ".repeat(990)}1].contains(1)`),
  ]) {
    expect(textProblem(text)).toBeNull();
    wasm.policyToJson(text);
    wasm.validate({ schema: { "": entity }, policies: { staticPolicies: { text } } });
    wasm.formatPolicies({ policyText: text, lineWidth: 100, indentWidth: 2 });
  }
  expect(wasm.policyToJson(policy("true")).type).toBe("success");
});
