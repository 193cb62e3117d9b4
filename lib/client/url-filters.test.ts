import { expect, test } from "vitest";
import { AgentFilters } from "@/lib/inventory/contract";
import { addressOf, filterHref, pageHrefs, readFilters } from "./url-filters";

test("a filter that is not understood is left out and named, and the others stand", () => {
  const { filters, ignored } = readFilters(AgentFilters, { status: "flying", riskTier: "high", colour: "blue" });
  expect(filters).toEqual({ riskTier: "high", limit: 50, sort: "newest" });
  expect(ignored).toEqual(["status", "colour"]);
});

test("a name of every object's own is not taken for a filter", () => {
  const { ignored } = readFilters(AgentFilters, { constructor: "x", ["__proto__"]: "y", toString: "z" });
  expect(ignored).toContain("constructor");
  expect(ignored).toContain("toString");
});

test("what the page itself keeps in its address is neither a filter nor ignored", () => {
  expect(readFilters(AgentFilters, { peek: "x" }, ["peek"]).ignored).toEqual([]);
});

test("of a repeated filter the first counts, and an empty one does not", () => {
  const { filters, ignored } = readFilters(AgentFilters, { status: ["killed", "active"], q: "" });
  expect(filters.status).toBe("killed");
  expect(filters.q).toBeUndefined();
  expect(ignored).toEqual([]);
});

test("changing a filter drops the cursor, which belongs to the list as it was", () => {
  const filters = { status: "killed", cursor: "abc", limit: 50 };
  expect(filterHref("/agents", filters, { q: "a&b" }, { limit: 50 })).toBe("/agents?status=killed&q=a%26b");
  expect(filterHref("/agents", filters, { cursor: "next" }, { limit: 50 })).toBe("/agents?status=killed&cursor=next");
  expect(filterHref("/agents", filters, { status: undefined }, { limit: 50 })).toBe("/agents");
});

test("the address to come back to holds what was asked for", () => {
  expect(addressOf("/agents", { q: "x y", cursor: "c" })).toBe("/agents?q=x+y&cursor=c");
});

test("walking forward and back through a list comes by the same pages", () => {
  const at = (cursor: string | undefined, trail: string | undefined, nextCursor: string | null) =>
    pageHrefs({ path: "/a", filters: { cursor, q: "x" }, trail, nextCursor });
  expect(at(undefined, undefined, "c1")).toEqual({ nextHref: "/a?q=x&cursor=c1", previousHref: undefined });
  expect(at("c1", undefined, "c2")).toEqual({ nextHref: "/a?q=x&cursor=c2&trail=c1", previousHref: "/a?q=x" });
  expect(at("c2", "c1", "c3")).toEqual({
    nextHref: "/a?q=x&cursor=c3&trail=c1%7Ec2",
    previousHref: "/a?q=x&cursor=c1",
  });
  expect(at("c3", "c1~c2", null)).toEqual({ nextHref: undefined, previousHref: "/a?q=x&cursor=c2&trail=c1" });
});
