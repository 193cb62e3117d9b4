import { expect, test } from "vitest";
import { flatNav, isActive, navGroups, visibleNav } from "./nav";

test("an item that is not ready is not shown even to someone who may do everything", () => {
  const all = new Proxy({}, { get: () => true });
  const ids = flatNav(visibleNav(navGroups, all)).map((item) => item.id);
  for (const id of ["plan", "maturity", "isolation", "incidents", "compliance"]) {
    const item = flatNav(navGroups).find((each) => each.id === id);
    expect(item).toBeDefined();
    expect(ids.includes(id)).toBe(item?.ready === true);
  }
});

test("an item whose permission is not held, or not stated, is not shown", () => {
  expect(flatNav(visibleNav(navGroups, {})).map((item) => item.id)).not.toContain("agents");
  expect(flatNav(visibleNav(navGroups, { "agent:read": false })).map((item) => item.id)).not.toContain("agents");
  expect(flatNav(visibleNav(navGroups, { "agent:read": true })).map((item) => item.id)).toContain("agents");
});

test("groups left without items fall away", () => {
  expect(visibleNav(navGroups, {}).every((group) => group.items.length > 0)).toBe(true);
});

test("no two pages share an address or a letter", () => {
  const items = flatNav(navGroups);
  const letters = items.flatMap((item) => (item.letter ? [item.letter] : []));
  expect(new Set(letters).size).toBe(letters.length);
  expect(new Set(items.map((item) => item.href)).size).toBe(items.length);
});

test("the dashboard is active only on its own page, others also on the pages below them", () => {
  expect(isActive("/", "/agents")).toBe(false);
  expect(isActive("/", "/")).toBe(true);
  expect(isActive("/agents", "/agents/a1")).toBe(true);
  expect(isActive("/agents", "/agents-old")).toBe(false);
  expect(isActive("/agents", "/agents/attestations/atc_1")).toBe(false);
  expect(isActive("/agents/attestations", "/agents/attestations/atc_1")).toBe(true);
  expect(isActive("/isolation", "/isolation/profiles")).toBe(true);
});
