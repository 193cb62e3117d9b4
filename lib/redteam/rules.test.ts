import { expect, test } from "vitest";
import { changesBetween } from "./rules";

const one = (id: string, verdict: "contained" | "passed" | "void") => ({ id, title: id, verdict });

test("an attack that ends otherwise, is new or is gone is a change; the others are counted", () => {
  const before = [one("a", "contained"), one("b", "passed"), one("c", "contained")];
  const after = [one("a", "contained"), one("b", "contained"), one("d", "void")];
  expect(changesBetween(before, after)).toEqual({
    same: 1,
    changes: [
      { id: "b", title: "b", before: "passed", after: "contained" },
      { id: "d", title: "d", before: null, after: "void" },
      { id: "c", title: "c", before: "contained", after: null },
    ],
  });
});
