import fc from "fast-check";
import { expect, test } from "vitest";
import { reveal, type Segment } from "./reveal";
import { kindOf } from "./reveal-ranges";

const tokens = (input: string) => reveal(input).segments.flatMap((each) => (each.type === "token" ? [each.label] : []));
const kinds = (input: string) => reveal(input).findings.map((each) => each.kind);
const drawn = (segments: Segment[]) =>
  segments.map((each) => (each.type === "text" ? each.text : `⟦${each.label}⟧`)).join("");

const HIDES =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;

test("every code point that Unicode calls control, format, surrogate, private, separator or ignorable becomes a token", () => {
  const missed: string[] = [];
  for (let point = 0; point <= 0x10ffff; point++) {
    const shows = point === 0x09 || point === 0x0a || point === 0x20;
    const hides = HIDES.test(String.fromCodePoint(point)) && !shows;
    if (hides && kindOf(point) === null) missed.push(point.toString(16));
  }
  expect(missed).toEqual([]);
});

test("letters, digits and signs of every script show themselves", () => {
  const wrong: string[] = [];
  for (let point = 0x21; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point);
    const visible = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) && !HIDES.test(character);
    if (visible && kindOf(point) !== null) wrong.push(point.toString(16));
  }
  // The two brackets of a token, so that nobody can write a token by hand, and the braille pattern without a dot.
  expect(wrong).toEqual(["27e6", "27e7", "2800"]);
});

test("a right-to-left override is a token and never reaches the page", () => {
  const { segments, findings } = reveal("pay \u202eEVIL\u202c now");
  expect(drawn(segments)).toBe("pay ⟦U+202E⟧EVIL⟦U+202C⟧ now");
  expect(findings).toEqual([{ kind: "bidirectional", count: 2 }]);
});

test("text written like a token cannot pass for one", () => {
  expect(tokens("⟦U+202E⟧")).toEqual(["U+27E6", "U+27E7"]);
});

test("two different texts are never drawn alike", () => {
  const nasty = fc.constantFrom(
    "\u202e",
    "\u200b",
    "\u001b[0m",
    "⟦",
    "⟧",
    "U+202E",
    "ESC[0m",
    "a",
    "\ud83d",
    "\r",
    "\n",
    "\u{e0041}",
    "\ufe0f",
    "☂",
  );
  const text = fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (one, other) => {
      fc.pre(one !== other);
      expect(drawn(reveal(one).segments)).not.toBe(drawn(reveal(other).segments));
    }),
    { numRuns: 3000 },
  );
});

test("no text segment holds anything that hides", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (input) => {
      for (const each of reveal(input).segments) {
        if (each.type === "text")
          expect([...each.text].filter((c) => kindOf(c.codePointAt(0) ?? 0) !== null)).toEqual([]);
      }
    }),
  );
});

test("a terminal escape sequence is one token, an unfinished one too", () => {
  expect(tokens("\u001b[31mred\u001b[0m")).toEqual(["ESC[31m", "ESC[0m"]);
  expect(tokens("end\u001b")).toEqual(["ESC"]);
  expect(kinds("\u009b31m")).toEqual(["escape sequence"]);
  expect(tokens("\u001b[\u202e")).toEqual(["ESC[", "U+202E"]);
});

test("tag characters are shown one by one and their hidden message is read out", () => {
  const hidden = [..."delete all"].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join("");
  const { findings } = reveal(`hello${hidden}`);
  expect(findings).toEqual([{ kind: "tag", count: 10, hidden: "delete all" }]);
  expect(tokens(`hello${hidden}`).join(" ").split(" ")).toHaveLength(10);
});

test("bytes smuggled in variation selectors are read out", () => {
  const hidden = [..."rm -rf"].map((c) => String.fromCodePoint(0xe0100 + c.charCodeAt(0) - 16)).join("");
  expect(reveal(`☺${hidden}`).findings).toEqual([{ kind: "variation selector", count: 6, hidden: "rm -rf" }]);
});

test("a lone surrogate is named, a pair is not", () => {
  expect(tokens("\ud83d")).toEqual(["U+D83D"]);
  expect(tokens("\ude00\ud83d")).toEqual(["U+DE00 U+D83D"]);
  expect(tokens("😀")).toEqual([]);
});

test("a carriage return alone can overwrite a line and alarms; before a line feed it is only shown", () => {
  expect(kinds("safe\rEVIL")).toEqual(["control"]);
  expect(kinds("one\r\ntwo")).toEqual([]);
  expect(tokens("one\r\ntwo")).toEqual(["U+000D"]);
});

test("the parts of an emoji are shown without alarm, the same characters elsewhere with it", () => {
  expect(kinds("⚠\ufe0f")).toEqual([]);
  expect(kinds("👩\u200d💻")).toEqual([]);
  expect(kinds("pass\u200dword")).toEqual(["invisible"]);
  expect(kinds("a\ufe0f")).toEqual(["variation selector"]);
  expect(kinds("⚠\ufe0f\ufe0f")).toEqual(["variation selector"]);
});

test("marks piled on one letter are cut after four", () => {
  expect(kinds(`a${"\u0301".repeat(4)}`)).toEqual([]);
  expect(reveal(`a${"\u0301".repeat(9)}`).findings).toEqual([{ kind: "stacked marks", count: 5 }]);
});

test("a word of two scripts is reported, also when split by an invisible character", () => {
  expect(reveal("pаypal").mixedScript).toEqual(["pаypal"]);
  expect(reveal("pay\u200bраl").mixedScript).toHaveLength(1);
  expect(reveal("оплата invoice").mixedScript).toEqual([]);
});

test("the size is that of the text in UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (input) => {
      expect(reveal(input).bytes).toBe(new TextEncoder().encode(input).length);
    }),
  );
});

test("a megabyte of hidden characters is read in bounded time and memory", () => {
  const { findings, segments } = reveal("\u200b".repeat(300_000));
  expect(findings).toEqual([{ kind: "invisible", count: 300_000 }]);
  expect(segments.length).toBe(300_000 / 12);
});
