import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DiffRun, diffCharacters } from "./diff-characters";

const side = (runs: readonly DiffRun[], left: "removed" | "added") =>
  runs
    .filter(({ kind }) => kind !== left)
    .map(({ text }) => text)
    .join("");

describe("the difference of two texts", () => {
  test("gives back both of them, whatever they are", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "😀", "\n", "\u202e", "é"), maxLength: 60 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const runs = diffCharacters(before, after);
        expect(side(runs, "added")).toBe(before);
        expect(side(runs, "removed")).toBe(after);
        for (const run of runs) expect(run.text.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
  test("points at the one character that changed", () => {
    expect(diffCharacters("DE89 3704 0044", "DE89 3104 0044")).toEqual([
      { kind: "same", text: "DE89 3" },
      { kind: "removed", text: "7" },
      { kind: "added", text: "1" },
      { kind: "same", text: "04 0044" },
    ]);
  });
  test("shows a letter of another alphabet as a change", () =>
    expect(diffCharacters("paypal.com", "p\u0430ypal.com")).toContainEqual({ kind: "added", text: "\u0430" }));
  test("finds several changes in a long text", () => {
    const long = "The quick brown fox jumps over the lazy dog. ".repeat(40);
    const changed = long.replace("quick", "sly").replace(/lazy dog\. $/, "lazy cat. ");
    const runs = diffCharacters(long, changed);
    expect(runs.filter(({ kind }) => kind === "added").map(({ text }) => text)).toEqual(["sly", "cat"]);
  });
  test("of two large texts that share nothing is told at once", () => {
    const started = performance.now();
    expect(diffCharacters("a".repeat(500_000), "b".repeat(500_000))).toHaveLength(2);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
  test("of the same text is nothing but what stayed", () =>
    expect(diffCharacters("same", "same")).toEqual([{ kind: "same", text: "same" }]));
});
