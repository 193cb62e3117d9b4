import { expect, test } from "vitest";
import { readDefinition } from "./tool-definition";

test("a definition that is not JSON is shown as it is, and claims nothing", () => {
  expect(readDefinition("{broken")).toEqual({ description: null, claims: [], value: null, lines: "{broken" });
});

test("a description or annotations of the wrong kind are not taken for words", () => {
  const read = readDefinition('{"description":{"toString":1},"annotations":"readOnlyHint"}');
  expect(read).toMatchObject({ description: null, claims: [] });
});

test("a hint is repeated only as the claim that it is, and unknown hints are left to the whole definition", () => {
  const read = readDefinition('{"annotations":{"readOnlyHint":true,"openWorldHint":false,"constructor":true}}');
  expect(read?.claims).toEqual(["changes nothing", "stays within its system"]);
});

test("no definition is not an empty one", () => {
  expect(readDefinition(null)).toBeNull();
});
