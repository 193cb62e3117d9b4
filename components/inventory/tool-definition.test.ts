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

test("lines for comparing are broken after sentences and line ends, and lose no character", () => {
  const description = `${"One sentence. ".repeat(12)}Then\na line, a back\\nslash and "quotes".`;
  const read = readDefinition(JSON.stringify({ description, short: "a. b" }));
  const lines = read?.lines.split("\n") ?? [];
  expect(lines.length).toBeGreaterThan(13);
  expect(lines).toContain('  "short": "a. b"');
  expect(JSON.parse(lines.map((line) => line.trimStart()).join(""))).toEqual({ description, short: "a. b" });
});
