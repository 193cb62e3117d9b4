import { expect, test } from "vitest";
import { StopScope } from "@/lib/enforcement/stop-contract";
import { emptyDraft, scopeKinds, scopeOf } from "./scope-draft";

test("every kind of scope can be chosen, and makes a scope that the operation takes", () => {
  for (const { value: kind } of scopeKinds) {
    const scope = scopeOf({ kind, value: "bank/pay", to: "agt_2" });
    expect(StopScope.safeParse(scope).success).toBe(true);
  }
  expect(scopeKinds.map(({ value }) => value).sort()).toEqual(
    StopScope.options.map(({ shape }) => shape.kind.value).sort(),
  );
});

test("nothing is previewed before it is named", () => {
  expect(scopeOf(emptyDraft)).toBeNull();
  expect(scopeOf({ kind: "delegation", value: "agt_1", to: " " })).toBeNull();
});
