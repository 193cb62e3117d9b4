import { describe, expect, test } from "vitest";
import {
  apiKeyInForce,
  endsSessions,
  inviteState,
  knownRoles,
  refusalToEdit,
  SESSION_ABSOLUTE_MS,
  SESSION_IDLE_MS,
  safeNext,
  sessionInForce,
} from "./rules";

const now = new Date("2026-03-01T12:00:00.000Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const ahead = (ms: number) => new Date(now.getTime() + ms);

describe("sessions", () => {
  test("a session is over at its very end, however recently it was used", () => {
    expect(sessionInForce({ lastSeenAt: now, expiresAt: now }, now)).toBe(false);
    expect(sessionInForce({ lastSeenAt: now, expiresAt: ahead(1) }, now)).toBe(true);
  });

  test("a session that was not used for two hours is over, however long it could have lasted", () => {
    const expiresAt = ahead(SESSION_ABSOLUTE_MS);
    expect(sessionInForce({ lastSeenAt: ago(SESSION_IDLE_MS), expiresAt }, now)).toBe(false);
    expect(sessionInForce({ lastSeenAt: ago(SESSION_IDLE_MS - 1), expiresAt }, now)).toBe(true);
  });
});

describe("API keys", () => {
  test("a revoked key is refused even before it expires, an expired one even if nobody revoked it", () => {
    expect(apiKeyInForce({ expiresAt: ahead(1000), revokedAt: now }, now)).toBe(false);
    expect(apiKeyInForce({ expiresAt: now, revokedAt: null }, now)).toBe(false);
    expect(apiKeyInForce({ expiresAt: null, revokedAt: null }, now)).toBe(true);
  });
});

test("a role that this version does not know permits nothing", () => {
  expect(knownRoles(["root", "Admin", "", "admin"])).toEqual(["admin"]);
});

test("an invitation that was accepted stays accepted, whatever happened to it since", () => {
  expect(inviteState({ acceptedAt: ago(2), revokedAt: ago(1), expiresAt: ago(1) }, now)).toBe("accepted");
  expect(inviteState({ acceptedAt: null, revokedAt: ago(1), expiresAt: ahead(1) }, now)).toBe("revoked");
  expect(inviteState({ acceptedAt: null, revokedAt: null, expiresAt: now }, now)).toBe("expired");
  expect(inviteState({ acceptedAt: null, revokedAt: null, expiresAt: ahead(1) }, now)).toBe("waiting");
});

describe("editing people", () => {
  const admin = { roles: ["admin"], units: [], status: "active" };
  const auditor = { roles: ["auditor"], units: [], status: "active" };
  const disabled = { roles: ["admin"], units: [], status: "disabled" };

  test("nobody disables himself, even with other admins about", () => {
    expect(
      refusalToEdit({ self: true, before: admin, after: disabled, otherAdmins: 5, otherPasswords: null }),
    ).toContain("yourself");
  });

  test("the last active admin is neither disabled nor demoted", () => {
    for (const after of [auditor, disabled]) {
      expect(refusalToEdit({ self: false, before: admin, after, otherAdmins: 0, otherPasswords: null })).toContain(
        "last active admin",
      );
      expect(refusalToEdit({ self: false, before: admin, after, otherAdmins: 1, otherPasswords: null })).toBeNull();
    }
  });

  test("an admin who is disabled already may lose the role although no other is left", () => {
    const after = { roles: ["auditor"], units: [], status: "disabled" };
    expect(refusalToEdit({ self: false, before: disabled, after, otherAdmins: 0, otherPasswords: null })).toBeNull();
  });

  test("sessions end with a change of roles or status, not with their order", () => {
    expect(endsSessions(admin, auditor)).toBe(true);
    expect(endsSessions(admin, disabled)).toBe(true);
    expect(endsSessions({ ...admin, roles: ["a", "b"] }, { ...admin, roles: ["b", "a", "b"] })).toBe(false);
  });
});

describe("where to go after signing in", () => {
  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e%2e//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " /agents",
    "javascript:alert(1)",
    "agents",
    "",
    "/\u0000",
    "/agents\\..",
    "/ágents",
    undefined,
    null,
    7,
    ["/agents"],
  ])("%j leads to the front page", (next) => {
    expect(safeNext(next)).toBe("/");
  });

  test("pages that only strangers need, and the API, are no place to go", () => {
    for (const next of [
      "/sign-in",
      "/sign-in?next=/sign-in",
      "/api/v1/people",
      "/set-up",
      "/join?token=x",
      "/a/../api/x",
    ]) {
      expect(safeNext(next)).toBe("/");
    }
  });

  test("a page of the console is reached with its filters and its anchor", () => {
    for (const next of ["/", "/agents", "/agents?q=a%20b&tier=high#top", "/api-keys"]) {
      expect(safeNext(next)).toBe(next);
    }
  });
});
