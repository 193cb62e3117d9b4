import { expect, test } from "vitest";
import { findUntested } from "./find-untested";

const read = (file: string) => (file === "lib/a.test.ts" ? 'test("it holds, always", () => {});' : null);
const found = (cell: string) => findUntested("docs/a.md", `| an attack | ${cell} |`, read);

test("finds a test whose file is gone, and one that its file does not have", () => {
  expect(found("`lib/gone.test.ts` › it holds, always")).toHaveLength(1);
  expect(found("`lib/a.test.ts` › it holds")).toHaveLength(1);
  expect(found("`lib/a.test.ts` › it holds, always<br>`lib/a.test.ts` › another")).toHaveLength(1);
});

test("lets pass what is there", () => {
  expect(found("`lib/a.test.ts` › it holds, always<br>`lib/a.test.ts` › it holds, always")).toEqual([]);
});
