import { expect, test } from "vitest";
import { queryOf, wordsIn } from "./search-words";

test("signs of a query language are separators and nothing else", () => {
  expect(wordsIn("a' | b:* & !(c) <-> \\ -- ;drop")).toEqual(["a", "b", "c", "drop"]);
  expect(queryOf(wordsIn("it's"))).toBe("'it':* & 's':*");
});

test("a text without a letter or digit has no words", () => {
  for (const text of ["", "  ", "':*", "\u202e\u200b", "()"]) expect(wordsIn(text)).toEqual([]);
});

test("letters of all scripts count, in small letters, each word once, not without end", () => {
  expect(wordsIn("Überweisung ÜBERWEISUNG files/read_all 支払い")).toEqual([
    "überweisung",
    "files",
    "read",
    "all",
    "支払い",
  ]);
  expect(wordsIn("a b c d e f g h i j k")).toHaveLength(8);
});
