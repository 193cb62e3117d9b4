import fc from "fast-check";
import { expect, test } from "vitest";
import { reveal } from "@/lib/shared/reveal";
import { limitSegments } from "./limit-segments";

const body = (input: string) =>
  reveal(input)
    .segments.map((each) => (each.type === "text" ? each.text : each.label))
    .join("");
const cut = (input: string, lines: number, chars: number) => limitSegments(reveal(input).segments, lines, chars);
const text = (input: string, lines: number, chars: number) =>
  cut(input, lines, chars)
    .shown.map((each) => (each.type === "text" ? each.text : each.label))
    .join("");

test("text within the bounds is whole", () => {
  expect(cut("one\ntwo", 2, 7)).toEqual({
    shown: [{ type: "text", text: "one\ntwo" }],
    hiddenLines: 0,
    hiddenChars: 0,
  });
});

test("lines beyond the bound are counted", () => {
  expect(text("1\n2\n3\n4", 2, 100)).toBe("1\n2");
  expect(cut("1\n2\n3\n4", 2, 100).hiddenLines).toBe(2);
});

test("a token is shown whole or not at all", () => {
  expect(text("ab\u202ecd", 9, 5)).toBe("ab");
});

test("a pair of surrogates is not cut in two", () => {
  expect(text("a😀", 9, 2)).toBe("a");
});

test("nothing is shown after the cut, and shown plus hidden is everything", () => {
  const parts = fc.constantFrom("a", "\n", "\u202e", "😀", "word ", "\u001b[0m");
  fc.assert(
    fc.property(
      fc.array(parts),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 30 }),
      (given, lines, chars) => {
        const input = given.join("");
        const shown = text(input, lines, chars);
        expect(body(input).startsWith(shown)).toBe(true);
        expect(shown.split("\n").length).toBeLessThanOrEqual(lines);
        expect(shown.length + cut(input, lines, chars).hiddenChars).toBe(body(input).length);
      },
    ),
  );
});
