import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ArgumentRow, placeOf, readingOf } from "./argument-parts";

/** What a reader of all parts has seen of the strings, blank runs given back their line feeds. */
const read = (rows: ArgumentRow[]): string =>
  rows
    .map(({ line, piece }) => {
      if (piece) return "text" in piece ? piece.text : "\n".repeat(piece.blankLines);
      return line.value.type === "string" ? line.value.text : "";
    })
    .join("");

describe("readingOf", () => {
  it("shows small arguments whole at once", () => {
    const reading = readingOf({ amount: 5, to: "Ada" });
    expect(reading.complete).toBe(true);
    expect(reading.parts).toEqual([]);
  });

  it("never calls a cut text complete", () => {
    expect(readingOf({ body: "x".repeat(801) }).complete).toBe(false);
    expect(readingOf({ body: `${"\n".repeat(500)}rm -rf /` }).complete).toBe(false);
    expect(readingOf(Array.from({ length: 41 }, (_, index) => index)).complete).toBe(false);
  });

  it("says how much the preview leaves out", () => {
    const { preview } = readingOf({ body: "x".repeat(1_000) });
    expect(preview[1]?.piece).toEqual({ text: "x".repeat(800), from: 0, last: false, left: 200 });
  });

  it("counts a long run of blank lines instead of drawing it, and keeps what follows", () => {
    const [part] = readingOf({ body: `hello\n${"\n".repeat(500)}rm -rf /` }).parts;
    expect(part?.map(({ piece }) => piece)).toEqual([
      undefined,
      { text: "hello", from: 0, last: false },
      { blankLines: 501 },
      { text: "rm -rf /", from: 506, last: true },
    ]);
  });

  it("brings all of a megabyte, in parts of bounded size", () => {
    const body = `${"a".repeat(500_000)}DANGER${"b".repeat(500_000)}`;
    const { parts } = readingOf({ body });
    expect(read(parts.flat())).toBe(body);
    expect(Math.max(...parts.map((part) => read(part).length))).toBeLessThanOrEqual(64_000);
  });

  it("knows in which part a passage stands, so that a link can lead there", () => {
    const body = `${"a".repeat(500_000)}DANGER${"b".repeat(500_000)}`;
    const reading = readingOf({ amount: 1, body });
    const place = placeOf(reading, 2, 500_000);
    const row = reading.parts[place?.part ?? -1]?.[place?.row ?? -1];
    expect(row?.piece && "text" in row.piece ? row.piece.text : "").toContain("DANGER");
    expect(placeOf(readingOf({ amount: 1 }), 1, 0)).toBeNull();
  });

  it("loses no line of a long list", () => {
    const reading = readingOf(Array.from({ length: 10_000 }, (_, index) => index));
    expect(reading.lines).toBe(10_001);
    expect(reading.parts.flat()).toHaveLength(10_001);
    expect(Math.max(...reading.parts.map((part) => part.length))).toBeLessThanOrEqual(300);
  });

  it("never cuts a character in two, and loses nothing, whatever the text", () => {
    const unit = fc.constantFrom("😀", "\n", "a", " \n", "\u202e");
    fc.assert(
      fc.property(fc.array(unit, { minLength: 900, maxLength: 9_000 }), (units) => {
        const text = units.join("");
        const rows = readingOf({ text }).parts.flat();
        expect(read(rows).replace(/[ \t]+\n/g, "\n")).toBe(text.replace(/[ \t]+\n/g, "\n"));
        for (const { piece } of rows) if (piece && "text" in piece) expect(piece.text.isWellFormed()).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
