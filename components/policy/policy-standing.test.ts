import { describe, expect, it } from "vitest";
import type { Policy } from "@/lib/policy/contract";
import { effectOfChange, pendingChange, standingWords } from "./policy-standing";

const policy = (over: Partial<Policy["current"]> & { status?: Policy["status"]; inForce?: number | null }): Policy => {
  const { status = "active", inForce = null, ...current } = over;
  return {
    id: "pol_1",
    slug: "p",
    title: "P",
    status,
    demo: false,
    source: null,
    library: null,
    inForce,
    updatedAt: "2026-11-22T12:00:00.000Z",
    current: {
      version: 1,
      text: "",
      effect: "permit",
      checkpoint: null,
      mode: "enforce",
      createdByName: "A",
      createdAt: "2026-11-22T12:00:00.000Z",
      ...current,
    },
  };
};
const changeOf = (given: Policy) => {
  const change = pendingChange(given);
  if (!change) throw new Error("no change");
  return change;
};

describe("pendingChange", () => {
  it("is nothing when the current version is in force", () => {
    expect(pendingChange(policy({ version: 3, inForce: 3 }))).toBeNull();
  });

  it("is nothing for a disabled policy that is not in force", () => {
    expect(pendingChange(policy({ status: "disabled" }))).toBeNull();
  });

  it("says that a disabled policy which is still in force will be removed", () => {
    const given = policy({ status: "disabled", version: 2, inForce: 2 });
    expect(pendingChange(given)).toEqual({ kind: "removed", from: 2, to: null });
    expect(standingWords(given)).toBe("Version 2 in force until the next publication");
  });

  it("names both versions when a newer one waits", () => {
    expect(standingWords(policy({ version: 4, inForce: 3 }))).toBe("Version 3 in force, 4 waits");
  });
});

describe("what a publication is said to do", () => {
  it("never calls the end of a forbid harmless", () => {
    const given = policy({ effect: "forbid", status: "disabled", inForce: 1 });
    expect(effectOfChange(given, changeOf(given))).toContain("go on where a permit applies");
  });
});
