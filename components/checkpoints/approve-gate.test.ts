import { describe, expect, it } from "vitest";
import { approveRefusal, type Gate, mayApprove, mayDeny } from "./approve-gate";

const open: Gate = {
  request: { status: "pending", cannotDecide: null, riskTier: "medium" },
  unreadable: null,
  disagreements: [],
  digest: "matches",
  parts: 0,
  opened: 0,
  armed: true,
};
const cannot = { ...open.request, cannotDecide: "It waits for Security, and you belong to none of these." };

describe("Approve", () => {
  it("waits until the content has stood still", () => {
    expect(mayApprove({ ...open, armed: false })).toBe(false);
    expect(mayApprove(open)).toBe(true);
  });

  it("gives the server's reason when the person cannot decide", () => {
    expect(approveRefusal({ ...open, request: cannot })).toBe(cannot.cannotDecide);
    expect(mayApprove({ ...open, request: cannot })).toBe(false);
  });

  it("is refused for what cannot be read, differs from the records, or has another digest", () => {
    expect(mayApprove({ ...open, unreadable: "it is not JSON" })).toBe(false);
    expect(mayApprove({ ...open, disagreements: ["tool (a/b and c/d)"] })).toBe(false);
    expect(mayApprove({ ...open, digest: "differs" })).toBe(false);
    expect(mayApprove({ ...open, digest: "checking" })).toBe(false);
  });

  it.each(["high", "critical"] as const)("needs every part opened at tier %s", (riskTier) => {
    const request = { ...open.request, riskTier };
    expect(approveRefusal({ ...open, request, parts: 3, opened: 2 })).toContain("2 of 3");
    expect(mayApprove({ ...open, request, parts: 3, opened: 3 })).toBe(true);
  });

  it("does not need the parts opened at lower tiers", () => {
    expect(mayApprove({ ...open, parts: 3, opened: 0 })).toBe(true);
  });

  it("is possible where the browser has no digests, as on plain http: the server compares them anyway", () => {
    expect(mayApprove({ ...open, digest: "unavailable" })).toBe(true);
  });
});

describe("Deny", () => {
  it("is there at once, also for what cannot be read", () => {
    expect(mayDeny({ ...open, armed: false, unreadable: "it is not JSON" }.request)).toBe(true);
  });

  it("is not there for whoever cannot decide", () => {
    expect(mayDeny(cannot)).toBe(false);
  });
});
