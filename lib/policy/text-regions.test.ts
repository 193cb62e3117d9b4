import fc from "fast-check";
import { expect, test } from "vitest";
import { type TextPattern, textRegions } from "./text-regions";

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
const fits = (text: string, pattern: TextPattern) =>
  new RegExp(`^${pattern.map((part) => (part === null ? "[^]*" : escaped(part))).join("")}$`, "u").test(text);
const seen = (text: string, patterns: readonly TextPattern[]) => patterns.map((pattern) => fits(text, pattern)).join();

const word = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 4 });
const pattern = fc.array(fc.option(word, { nil: null }), { maxLength: 5 });
const patterns = fc.array(pattern, { maxLength: 4 });
const text = fc.string({ unit: fc.constantFrom("a", "b", ".", "c"), maxLength: 12 });

test("every text is decided like one of those found, whatever the patterns", () => {
  fc.assert(
    fc.property(patterns, text, (all, one) => {
      const { texts, complete } = textRegions(all);
      expect(complete).toBe(true);
      expect(texts.map((found) => seen(found, all))).toContain(seen(one, all));
    }),
    { numRuns: 500 },
  );
});
test("none is found twice, and the shortest is kept", () => {
  fc.assert(
    fc.property(patterns, (all) => {
      const combinations = textRegions(all).texts.map((found) => seen(found, all));
      expect(new Set(combinations).size).toBe(combinations.length);
    }),
  );
  expect(
    textRegions([
      ["pay-", null],
      [null, "-now"],
    ]).texts,
  ).toEqual(["", "pay-", "-now", "pay-now"]);
});
test("patterns that exclude each other have no text in common", () => {
  const all = [["a", null] as const, ["b", null] as const];
  expect(textRegions(all).texts.map((found) => seen(found, all))).toEqual(["false,false", "true,false", "false,true"]);
});
test("where there are too many states it says that it is not complete, in bounded time", () => {
  const many = Array.from({ length: 12 }, (_, at) => [null, `${at}`.repeat(8), null, `${at + 1}`.repeat(8), null]);
  expect(textRegions(many).complete).toBe(false);
});
