import { expect, test } from "vitest";
import { blocksCall, revokedReason, scopeKey } from "./revoked.ts";
import type { RevokedScope } from "./wire/protocol.ts";

const call = { agentId: "c", tool: "fs/read", chain: ["a", "b"], credential: "key-1" };

test.each<[RevokedScope, boolean]>([
  [{ kind: "everything" }, true],
  [{ kind: "provider", provider: " ACME" }, true],
  [{ kind: "provider", provider: "other" }, false],
  [{ kind: "server", server: "fs" }, true],
  [{ kind: "server", server: "f" }, false],
  [{ kind: "tool", tool: "fs/read" }, true],
  [{ kind: "tool", tool: "fs/readme" }, false],
  [{ kind: "credential", credential: "key-1" }, true],
  [{ kind: "credential", credential: "key-2" }, false],
  [{ kind: "delegation", from: "a", to: "b" }, true],
  [{ kind: "delegation", from: "b", to: "c" }, true],
  [{ kind: "delegation", from: "a", to: "c" }, false],
  [{ kind: "delegation", from: "b", to: "a" }, false],
])("%j blocks the call: %s", (scope, blocked) => {
  expect(blocksCall(scope, call, () => "acme")).toBe(blocked);
});

test("an agent whose provider is not known may be on the one that is stopped", () => {
  expect(blocksCall({ kind: "provider", provider: "acme" }, call, () => null)).toBe(true);
});

test("a call without a credential or a chain is not blocked for what it does not have", () => {
  const bare = { agentId: "c", tool: "fs/read" };
  expect(blocksCall({ kind: "credential", credential: "key-1" }, bare, () => null)).toBe(false);
  expect(blocksCall({ kind: "delegation", from: "a", to: "c" }, bare, () => null)).toBe(false);
});

test("names that run together are not the same edge", () => {
  const one = scopeKey({ kind: "delegation", from: "a b", to: "c" });
  expect(scopeKey({ kind: "delegation", from: "a", to: "b c" })).not.toBe(one);
});

test("a name that would move the cursor is spelled out in the reason", () => {
  expect(revokedReason({ kind: "server", server: "fs\u001b[2J" })).not.toContain("\u001b");
});
