import { describe, expect, test } from "vitest";
import { isPinned, objectionToDefinition, sightingOf, stateAfterChange } from "./tool-rules";

const seenAt = "2026-01-01T00:00:00.000Z";
const approved = { state: "approved", pin: "sha256:a", definitionDigest: "sha256:a", seenAt } as const;

describe("a definition is not accepted", () => {
  test("under another tool's name", () => {
    expect(objectionToDefinition("read", { name: "write", inputSchema: {} })).toMatch(/"write"/);
  });

  test("without an input schema, or with one that is not an object", () => {
    expect(objectionToDefinition("read", { name: "read" })).toMatch(/inputSchema/);
    expect(objectionToDefinition("read", { name: "read", inputSchema: [] })).toMatch(/inputSchema/);
    expect(objectionToDefinition("read", { inputSchema: null })).toMatch(/inputSchema/);
  });
});

describe("a sighting", () => {
  test("of another definition is a change, whatever the state", () => {
    for (const state of ["approved", "waiting", "changed", "blocked"] as const) {
      expect(sightingOf({ ...approved, state }, "sha256:b", true)).toBe("changed");
    }
  });

  test("of a definition that cannot be kept is a change, once", () => {
    expect(sightingOf(approved, null, false)).toBe("changed");
    expect(sightingOf({ ...approved, state: "changed", definitionDigest: null }, null, false)).toBe("same");
  });

  test("that returns to the pinned definition is a change too", () => {
    expect(sightingOf({ ...approved, state: "changed", definitionDigest: "sha256:b" }, "sha256:a", true)).toBe(
      "changed",
    );
  });

  test("pins on first use only what a person approved by name and nobody has seen", () => {
    const byName = { state: "approved", pin: null, definitionDigest: null, seenAt: null } as const;
    expect(sightingOf(byName, "sha256:a", true)).toBe("firstUse");
    expect(sightingOf(byName, "sha256:a", false)).toBe("changed");
    expect(sightingOf({ ...byName, state: "waiting" }, "sha256:a", true)).toBe("changed");
    expect(sightingOf({ ...byName, seenAt }, "sha256:a", true)).toBe("changed");
    expect(sightingOf({ ...byName, definitionDigest: "sha256:schema" }, "sha256:a", true)).toBe("changed");
  });

  test("of the known definition changes nothing", () => {
    expect(sightingOf(approved, "sha256:a", true)).toBe("same");
    expect(sightingOf({ ...approved, seenAt: null }, "sha256:a", true)).toBe("same");
  });

  test("of an unknown name is new", () => {
    expect(sightingOf(null, "sha256:a", true)).toBe("new");
  });
});

test("a change takes an approval away and never gives one", () => {
  expect((["approved", "waiting", "changed", "blocked"] as const).map(stateAfterChange)).toEqual([
    "changed",
    "waiting",
    "changed",
    "blocked",
  ]);
});

test("a definition with a name is pinned whole; a plain function has nothing that could change unseen", () => {
  expect(isPinned({ name: "read", inputSchema: {} })).toBe(true);
  expect(isPinned({ inputSchema: {} })).toBe(false);
  expect(isPinned(null)).toBe(false);
});
