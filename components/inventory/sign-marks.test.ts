import { expect, test } from "vitest";
import { flattenJson } from "@/components/ui/flatten-json";
import type { ToolSign } from "@/lib/inventory/tool-contract";
import { cutAtSigns, numbered, placeKey, pointersOf, signsByPlace } from "./sign-marks";

const sign = (from: number, to: number, more: Partial<ToolSign> = {}): ToolSign => ({
  kind: "instruction",
  severity: "high",
  at: "/description",
  inName: false,
  from,
  to,
  excerpt: "",
  what: "",
  why: "",
  ...more,
});
const cut = (text: string, ...signs: ToolSign[]) =>
  cutAtSigns(text, numbered(signs)).map((piece) => [piece.text, piece.signs.map(({ number }) => number).join()]);

test("no character is lost or drawn twice, also where signs overlap", () => {
  expect(cut("abcdef", sign(1, 4), sign(3, 5))).toEqual([
    ["a", ""],
    ["bc", "1"],
    ["d", "1,2"],
    ["e", "2"],
    ["f", ""],
  ]);
});

test("a sign that reaches beyond the text marks what there is", () => {
  expect(cut("abc", sign(2, 99), sign(50, 60))).toEqual([
    ["ab", ""],
    ["c", "1"],
  ]);
  expect(cut("")).toEqual([]);
});

test("pointers are those of RFC 6901, also for names with slashes and for items after nested members", () => {
  const lines = flattenJson({ "a/b": { "~": [1, { c: "x" }] }, z: "y" });
  expect(pointersOf(lines)).toEqual(["", "/a~1b", "/a~1b/~0", "/a~1b/~0/0", "/a~1b/~0/1", "/a~1b/~0/1/c", "/z"]);
});

test("a sign in the name of a member is not one of its value", () => {
  const places = signsByPlace(numbered([sign(0, 1, { inName: true }), sign(0, 1)]));
  expect(places.get(placeKey("/description", true))?.map(({ number }) => number)).toEqual([1]);
  expect(places.get(placeKey("/description", false))?.map(({ number }) => number)).toEqual([2]);
});
