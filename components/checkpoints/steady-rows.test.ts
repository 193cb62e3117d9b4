import { describe, expect, it } from "vitest";
import { sameOrder, steadyRows } from "./steady-rows";

const row = (id: string, have = 0) => ({ id, have });

describe("steadyRows", () => {
  it("never moves a row, whatever order the answer has", () => {
    const { shown } = steadyRows([row("a"), row("b")], [row("c"), row("b", 1), row("a", 2)]);
    expect(shown).toEqual([row("a", 2), row("b", 1)]);
  });

  it("lets nothing disappear: what has left the list stays, marked", () => {
    const { shown, gone } = steadyRows([row("a"), row("b")], [row("b")]);
    expect(shown.map(({ id }) => id)).toEqual(["a", "b"]);
    expect([...gone]).toEqual(["a"]);
  });

  it("counts what waits to be let in", () => {
    expect(steadyRows([row("a")], [row("a"), row("b"), row("c")]).waiting).toBe(2);
  });
});

it("tells whether letting the newest answer in would move anything", () => {
  expect(sameOrder([row("a")], [row("a", 5)])).toBe(true);
  expect(sameOrder([row("a"), row("b")], [row("b"), row("a")])).toBe(false);
});
