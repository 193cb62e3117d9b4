import fc from "fast-check";
import { expect, test } from "vitest";
import { type DiffLine, diffLines } from "./diff-lines";

const side = (lines: DiffLine[], drop: "added" | "removed") =>
  lines
    .filter((line) => line.kind !== drop)
    .map((line) => line.text)
    .join("\n");
const short = (lines: DiffLine[]) =>
  lines.map((line) => ({ same: " ", removed: "-", added: "+" })[line.kind] + line.text);

test("both texts can be rebuilt from the difference", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", "", "d😀"), { maxLength: 12 }).map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      expect(side(lines, "added")).toBe(before);
      expect(side(lines, "removed")).toBe(after);
    }),
  );
});

test("equal texts have no difference", () => {
  expect(diffLines("a\nb", "a\nb").every((line) => line.kind === "same")).toBe(true);
});

test("a changed line is shown removed and added, with what changed in it marked", () => {
  const lines = diffLines("x\namount: 200 EUR\ny", "x\namount: 9000 EUR\ny");
  expect(short(lines)).toEqual([" x", "-amount: 200 EUR", "+amount: 9000 EUR", " y"]);
  expect(lines[1]).toMatchObject({ mark: { from: 8, to: 9 } });
  expect(lines[2]).toMatchObject({ mark: { from: 8, to: 10 } });
});

test("line numbers count each text apart", () => {
  const lines = diffLines("a\nc", "a\nb\nc");
  expect(lines).toEqual([
    { kind: "same", text: "a", before: 1, after: 1 },
    { kind: "added", text: "b", after: 2 },
    { kind: "same", text: "c", before: 2, after: 3 },
  ]);
});

test("texts too long to compare exactly are still shown whole", () => {
  const before = Array.from({ length: 3000 }, (_, at) => `one ${at}`).join("\n");
  const after = Array.from({ length: 3000 }, (_, at) => `two ${at}`).join("\n");
  const lines = diffLines(before, after);
  expect(side(lines, "added")).toBe(before);
  expect(side(lines, "removed")).toBe(after);
});
