import { expect, test } from "vitest";
import type { CallCounts } from "@/lib/activity/explorer-contract";
import { basisWords, callFacets } from "./call-facets";

const newest = { kind: "newest", calls: 20_000, since: "2026-11-28T10:00:00.000Z" } as const;
const counts: CallCounts = {
  asOf: "2026-11-28T12:00:00.000Z",
  total: { calls: 9, basis: { kind: "exact" } },
  facets: [
    { name: "tool", basis: { kind: "exact" }, values: [{ value: "a/\u202eb", label: null, calls: 9 }], more: true },
    { name: "onBehalfOf", basis: newest, values: [], more: false },
    { name: "effect", basis: { kind: "exact" }, values: [{ value: "deny", label: null, calls: 9 }], more: false },
  ],
  histogram: { basis: { kind: "exact" }, from: "", to: "", bucketSeconds: 60, buckets: [] },
};
const facetOf = (id: string, values = {}) =>
  callFacets({ values, set: () => undefined }, counts).find((facet) => facet.id === id);

test("a count that does not rest on every call says so, and only that one", () => {
  expect(facetOf("onBehalfOf")?.note).toContain("among the newest 20,000 calls");
  expect(facetOf("tool")?.note).toBe("The most frequent are shown.");
  expect(facetOf("effect")?.note).toBeUndefined();
  expect(basisWords({ kind: "wholeHours" })).toMatch(/whole hours/);
});

test("numbers of what was asked before are not shown for what is asked now", () => {
  const [facet] = callFacets({ values: {}, set: () => undefined }, counts, { old: true });
  expect(facet?.options.every(({ count }) => count === undefined)).toBe(true);
});

test("what points and agents say is shown with its hidden characters", () => {
  expect(facetOf("tool")?.options[0]?.label).toBe("a/⟦U+202E⟧b");
});

test("a chosen value stays to be taken back, also where nothing is counted any more", () => {
  expect(facetOf("tool", { tool: "gone" })?.options.map(({ value }) => value)).toEqual(["a/\u202eb", "gone"]);
  const several = facetOf("tool", { tool: "gone,a\\,b" });
  expect(several?.value).toEqual(["gone", "a,b"]);
  expect(facetOf("effect")?.options.map(({ value, count }) => [value, count])).toEqual([
    ["deny", 9],
    ["allow", undefined],
    ["hold", undefined],
    ["none", undefined],
  ]);
});
