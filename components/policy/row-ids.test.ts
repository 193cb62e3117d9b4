import { expect, test } from "vitest";
import { idsFor, idsWithout } from "./row-ids";

const none = { ids: [], next: 0 };

test("a row in the middle takes its id with it, and the others keep theirs", () => {
  const three = idsFor(none, 3);
  expect(three.ids).toEqual([0, 1, 2]);
  expect(idsFor(idsWithout(three, 1), 2).ids).toEqual([0, 2]);
});

test("a row that is added after another was removed never gets an id that was given before", () => {
  expect(idsFor(idsWithout(idsFor(none, 3), 2), 3).ids).toEqual([0, 1, 3]);
});

test("the same rows have the same ids however often they are asked for", () => {
  const kept = idsWithout(idsFor(none, 3), 0);
  expect(idsFor(kept, 4)).toEqual(idsFor(kept, 4));
});
