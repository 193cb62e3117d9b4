import { describe, expect, test } from "vitest";
import { leafHash, sha256 } from "./canonical.ts";
import { generateSigningKey, signCanonical } from "./crypto.ts";
import { bundleContent } from "./testing/bundle-fixture.ts";
import { type GrantExpectation, grantObjection, isLeaf, NotVerified, verifyBundle, verifyGrant } from "./verify.ts";
import type { Grant } from "./wire/action.ts";
import type { BundleManifest, SignedBundle } from "./wire/bundle.ts";

const key = generateSigningKey();
const stranger = generateSigningKey();
const trust = [{ keyId: key.keyId, publicKey: key.publicKeyPem }];

function signed(more: Partial<BundleManifest> = {}, signer = key): SignedBundle {
  const content = JSON.stringify(bundleContent());
  const manifest: BundleManifest = {
    format: 1,
    org: "org-1",
    revision: 5,
    minimumRevision: 1,
    createdAt: "2026-01-01T00:00:00.000Z",
    contentDigest: sha256(content),
    ...more,
  };
  return { manifest, content, signature: signCanonical(signer, manifest) };
}

describe("a bundle is refused when", () => {
  const good = signed();
  const cases: [string, unknown, object, RegExp][] = [
    [
      "its content was edited",
      { ...good, content: good.content.replace("permit", "forbid") },
      {},
      /not what was signed/,
    ],
    ["its manifest was edited", { ...good, manifest: { ...good.manifest, revision: 6 } }, {}, /signature/],
    ["its key is unknown", signed({}, stranger), {}, /not trusted/],
    [
      "an unknown key goes by a known name",
      { ...good, signature: { ...signed({}, stranger).signature, keyId: key.keyId } },
      {},
      /signature/,
    ],
    ["it brings a member nobody knows", { ...good, manifest: { ...good.manifest, extra: 1 } }, {}, /malformed/],
    ["it belongs to another organisation", signed({ org: "org-2" }), { org: "org-1" }, /another organisation/],
    ["it is not the one that was asked for", good, { revision: 4 }, /asked for/],
    ["it is older than the minimum", good, { minimumRevision: 6 }, /older than the minimum/],
    ["it is older than its own minimum", signed({ minimumRevision: 9 }), {}, /older than the minimum/],
    ["it is older than one held before", good, { highest: { revision: 6, contentDigest: "x" } }, /held before/],
    [
      "another one was held under its number",
      good,
      { highest: { revision: 5, contentDigest: "x" } },
      /another content/,
    ],
    ["it is nothing of the kind", "bundle", {}, /malformed/],
  ];
  test.each(cases)("%s", (_, input, expected, reason) => {
    expect(() => verifyBundle(input, { trust, ...expected })).toThrow(NotVerified);
    expect(() => verifyBundle(input, { trust, ...expected })).toThrow(reason);
  });
});

test("a bundle that is signed, whole and new enough is taken", () => {
  const bundle = signed();
  const { contentDigest } = bundle.manifest;
  const highest = { revision: 5, contentDigest };
  expect(verifyBundle(bundle, { trust, org: "org-1", revision: 5, highest }).content).toEqual(bundleContent());
});

const grant: Grant = {
  format: 1,
  id: "grant-1",
  org: "org-1",
  checkpointId: "checkpoint-1",
  agent: "agent-1",
  pep: "pep-1",
  tool: "fs/write",
  actionDigest: sha256("action"),
  rules: ["two-eyes"],
  issuedAt: "2026-01-01T00:00:00.000Z",
  expiresAt: "2026-01-01T00:15:00.000Z",
};
const expected: GrantExpectation = { ...grant, now: Date.parse("2026-01-01T00:10:00.000Z") };

test("a grant that is edited or signed by a stranger is refused", () => {
  const signature = signCanonical(key, grant);
  expect(() => verifyGrant({ grant: { ...grant, rules: ["all"] }, signature }, trust)).toThrow(NotVerified);
  expect(() => verifyGrant({ grant, signature: signCanonical(stranger, grant) }, trust)).toThrow(/not trusted/);
  expect(verifyGrant({ grant, signature }, trust)).toEqual(grant);
});

describe("a grant does not permit", () => {
  test.each([
    ["another organisation's action", { org: "org-2" }],
    ["another checkpoint's action", { checkpointId: "checkpoint-2" }],
    ["another agent's action", { agent: "agent-2" }],
    ["another point's action", { pep: "pep-2" }],
    ["another tool", { tool: "fs/remove" }],
    ["changed arguments", { actionDigest: sha256("other") }],
    ["what another rule holds", { rules: ["two-eyes", "finance"] }],
    ["anything once it expired", { now: Date.parse(grant.expiresAt) }],
  ])("%s", (_, change) => {
    expect(grantObjection(grant, { ...expected, ...change })).not.toBeNull();
  });
});

test("a grant permits the action that it names", () => {
  expect(grantObjection(grant, expected)).toBeNull();
});

test("a leaf is recognised by its RFC 6962 hash and no other", () => {
  expect(isLeaf("{}", leafHash("{}"))).toBe(true);
  expect(isLeaf("{} ", leafHash("{}"))).toBe(false);
  expect(isLeaf("{}", sha256("{}"))).toBe(false);
});
