import { expect, test } from "vitest";
import { heldRows } from "./held-rows";

const row = (id: string, outcome: string | null = null) => ({ id, outcome });

test("while somebody points at the list, no row is added, removed or moved", () => {
  const held = [row("c"), row("b"), row("a")];
  const latest = [row("e"), row("d"), row("c"), row("b")];
  const { shown, fresh } = heldRows(latest, held);
  expect(shown.map(({ id }) => id)).toEqual(["c", "b", "a"]);
  expect(fresh).toBe(2);
});

test("a row under the pointer still learns its outcome", () => {
  const { shown } = heldRows([row("c", "succeeded")], [row("c"), row("b")]);
  expect(shown).toEqual([row("c", "succeeded"), row("b")]);
});

test("without a pointer the list is as it is", () => {
  const latest = [row("b"), row("a")];
  expect(heldRows(latest, null)).toEqual({ shown: latest, fresh: 0 });
});
