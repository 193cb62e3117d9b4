import { expect, test } from "vitest";
import { keyed } from "./keyed";

const keys = (items: readonly string[]) => keyed(items, (item) => item).map(({ key }) => key);

test("rows that say the same have keys of their own", () => {
  expect(new Set(keys(["a", "b", "a", "1 a"])).size).toBe(4);
});

test("a row that comes in first changes no other row's key", () => {
  const [, ...after] = keys(["new", "a", "b", "a"]);
  expect(after).toEqual(keys(["a", "b", "a"]));
});
