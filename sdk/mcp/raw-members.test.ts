import fc from "fast-check";
import { expect, test } from "vitest";
import { LineReader } from "./line-reader.ts";
import { isTooDeep } from "./nesting.ts";
import { answeredBy } from "./oversized.ts";
import { withId } from "./raw-members.ts";

test("an id is replaced, and every other digit stays", () => {
  expect(withId('{"result":{"id":1,"big":12345678901234567890},"jsonrpc":"2.0","id" : 7 }', "x")).toBe(
    '{"result":{"id":1,"big":12345678901234567890},"jsonrpc":"2.0","id" : "x" }',
  );
  expect(withId('{"id":1,"a":"}\\\\\\"{","id":2}', 9)).toBe('{"id":1,"a":"}\\\\\\"{","id":9}');
});

test("it is the id that a reader reads, in any object", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.oneof(fc.string(), fc.integer()), (object, id) => {
      const value = { ...object, id: 1 };
      return (
        JSON.stringify(JSON.parse(withId(JSON.stringify(value, null, 1), id))) === JSON.stringify({ ...value, id })
      );
    }),
  );
});

test("depth is counted outside of texts", () => {
  const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  expect(isTooDeep(nested(500))).toBe(false);
  expect(isTooDeep(nested(501))).toBe(true);
  expect(isTooDeep(JSON.stringify(nested(2000)))).toBe(false);
});

test("a line that is too long still says whose answer it was, whether it says so first or last", () => {
  const faults: unknown[] = [];
  const reader = new LineReader((line) => faults.push("fault" in line ? answeredBy(line.edges) : line.text), 1000);
  const filler = "x".repeat(3000);
  const text = [
    `{"jsonrpc":"2.0","id":"a\\"b","result":"${filler}"}`,
    `{"result":{"id":4,"text":"${filler}"},"jsonrpc":"2.0","id":5}`,
    `{"result":"${filler}","id":6,"jsonrpc":"2.0"}`,
    `{"jsonrpc":"2.0","result":{"text":"${filler}","id":7}}`,
    "fine",
    "",
  ].join("\n");
  for (let at = 0; at < text.length; at += 700) reader.feed(Buffer.from(text.slice(at, at + 700)));
  expect(faults).toEqual(['a"b', 5, 6, null, "fine"]);
});
