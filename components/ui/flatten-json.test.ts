import { expect, test } from "vitest";
import { flattenJson, stringsOf } from "./flatten-json";

test("keys come in canonical order, whatever order they were sent in", () => {
  const names = flattenJson({ b: 1, a: 2, "\u{1f600}": 3, "\ufb33": 4, B: 5 }).flatMap((line) => line.name ?? []);
  expect(names).toEqual(["B", "a", "b", "\u{1f600}", "\ufb33"]);
});

test("nothing is left out and places are kept", () => {
  expect(flattenJson({ a: [1, null, "x"], e: {}, f: [] })).toEqual([
    { depth: 0, value: { type: "open", bracket: "{", size: 3 } },
    { depth: 1, name: "a", value: { type: "open", bracket: "[", size: 3 } },
    { depth: 2, index: 0, value: { type: "plain", text: "1" } },
    { depth: 2, index: 1, value: { type: "plain", text: "null" } },
    { depth: 2, index: 2, value: { type: "string", text: "x" } },
    { depth: 1, name: "e", value: { type: "empty", text: "{}" } },
    { depth: 1, name: "f", value: { type: "empty", text: "[]" } },
  ]);
});

test("a name that is special to JavaScript is a name like any other", () => {
  const lines = flattenJson(JSON.parse('{"__proto__": {"constructor": 1}}'));
  expect(lines.flatMap((line) => line.name ?? [])).toEqual(["__proto__", "constructor"]);
});

test("fifty thousand levels do not overflow", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 50_000; level++) deep = [deep];
  expect(flattenJson(deep)).toHaveLength(50_001);
});

test("strings are told apart from what looks like them", () => {
  expect(flattenJson("true")[0]?.value).toEqual({ type: "string", text: "true" });
  expect(flattenJson(true)[0]?.value).toEqual({ type: "plain", text: "true" });
});

test("warnings cover names as well as values", () => {
  expect(stringsOf(flattenJson({ "pay\u202e": ["x"] }))).toEqual(["pay\u202e", "x"]);
});
