import { expect, test } from "vitest";
import { findingWords, foreignLetters } from "./revealed";

test("the letter that pretends is named with its number and alphabet", () => {
  expect(foreignLetters("pаypal")).toBe("а is U+0430 (Cyrillic)");
  expect(foreignLetters("αdmin")).toBe("α is U+03B1 (Greek)");
});

test("what is hidden is counted, and read out where it spells something", () => {
  expect(findingWords({ kind: "bidirectional", count: 1 })).toBe("1 bidirectional character");
  expect(findingWords({ kind: "escape sequence", count: 2 })).toBe("2 escape sequences");
  expect(findingWords({ kind: "tag", count: 3, hidden: "rm" })).toBe("3 tag characters that spell “rm”");
});
