import { describe, expect, it } from "vitest";
import type { PolicyProblem } from "@/lib/policy/contract";
import { diagnosticsOf, placeOf, sentence } from "./policy-problems";

const problem = (from: number | null, to: number | null): PolicyProblem => ({
  severity: "error",
  message: "unexpected token `x`",
  help: null,
  from,
  to,
});

describe("diagnosticsOf", () => {
  it("never marks beyond the end of a text that has shrunk since", () => {
    expect(diagnosticsOf([problem(40, 60)], 10)).toMatchObject([{ from: 10, to: 10 }]);
  });

  it("never makes a mark that ends before it starts", () => {
    expect(diagnosticsOf([problem(6, 2)], 10)).toMatchObject([{ from: 6, to: 6 }]);
  });

  it("leaves out problems of the whole text: they have no place", () => {
    expect(diagnosticsOf([problem(null, null)], 10)).toEqual([]);
  });
});

describe("placeOf", () => {
  it("counts lines and columns from one", () => {
    expect(placeOf(problem(0, 1), "abc")).toEqual({ line: 1, column: 1 });
    expect(placeOf(problem(5, 6), "abc\ndef")).toEqual({ line: 2, column: 2 });
  });
});

it("turns a fragment into a sentence", () => {
  expect(sentence("unexpected token `x`")).toBe("Unexpected token `x`.");
  expect(sentence("Failed to parse policy from string: unexpected token `x`")).toBe("Unexpected token `x`.");
});
