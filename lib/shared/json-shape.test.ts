import fc from "fast-check";
import { expect, test } from "vitest";
import { shapeProblem } from "./json-shape";

const twice = (text: string) => shapeProblem(text, 100)?.includes("twice") ?? false;

test("a member that is named twice is found, however it is written and wherever it is", () => {
  for (const text of [
    '{"a":1,"a":2}',
    '{"a":1,"b":2,"a":1}',
    String.raw`{"a":1,"\u0061":2}`,
    '[{"x":{"a":[],"a":{}}}]',
    '{"a":{"b":1},"b":2,"a":3}',
    '{"__proto__":1,"__proto__":2}',
    String.raw`{"\"":1,"\"":2}`,
    ' { "a" : 1 , "a" : 2 } ',
  ])
    expect(twice(text), text).toBe(true);
});

test("what only looks like a second member is none", () => {
  for (const text of [
    '{"a":"a","b":"a"}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":2}]',
    '{"a":["a","a"],"b":["a",{"a":1}]}',
    String.raw`{"a":"\",\"a\":","b":"{\"a\":1,\"a\":2}"}`,
    String.raw`{"\\":1,"\\\\":2}`,
  ])
    expect(shapeProblem(text, 100), text).toBeNull();
});

test("text without end or sense is left to the parser", () => {
  for (const text of ["", '"', '{"a', "}]", String.raw`{"\u00`, String.raw`"\\\"`, '{,"a":1'])
    expect(shapeProblem(text, 100)).toBeNull();
});

test("depth is counted outside strings only", () => {
  expect(shapeProblem("[[[]]]", 3)).toBeNull();
  expect(shapeProblem("[[[[]]]]", 3)).toContain("deeper than 3");
  expect(shapeProblem(JSON.stringify({ a: "[[[[{{{{" }), 3)).toBeNull();
});

test("whatever JSON.stringify writes passes, and the same with one member repeated does not", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (value) => {
      const text = JSON.stringify(value);
      const [name] = Object.keys(value);
      expect(shapeProblem(text, 1000)).toBeNull();
      expect(shapeProblem(`${text.slice(0, -1)},${JSON.stringify(name)}:0}`, 1000)).toContain("twice");
    }),
  );
});
