/**
 * Checks of what the console signs, each against keys that the caller already trusts. A key that travels with the thing
 * it signs proves nothing, so none is ever read from there.
 */
import type { ZodType } from "zod";
import { leafHash, sha256 } from "./canonical.ts";
import { verifyCanonical } from "./crypto.ts";
import { type Grant, SignedGrant } from "./wire/action.ts";
import { BundleContent, type BundleManifest, type Signature, SignedBundle, type TrustKey } from "./wire/bundle.ts";

export class NotVerified extends Error {
  override name = "NotVerified";
}

export type VerifiedBundle = { manifest: BundleManifest; content: BundleContent; keyId: string };

export type BundleExpectation = {
  trust: readonly TrustKey[];
  org?: string;
  /** The revision that was asked for. */
  revision?: number;
  minimumRevision?: number;
  /** The newest bundle ever held: nothing older, and nothing else under its number, is taken. */
  highest?: { revision: number; contentDigest: string } | null;
};

/** The bundle, when its signature, digest and place in the history all hold. Throws {@link NotVerified} with the reason. */
export function verifyBundle(input: unknown, expected: BundleExpectation): VerifiedBundle {
  const { manifest, content, signature } = parse(SignedBundle, input, "the bundle");
  checkSignature(expected.trust, manifest, signature);
  if (sha256(content) !== manifest.contentDigest) fail("its content is not what was signed");
  if (expected.org !== undefined && manifest.org !== expected.org) fail("it belongs to another organisation");
  checkRevision(manifest, expected);
  return { manifest, content: parse(BundleContent, json(content), "its content"), keyId: signature.keyId };
}

function checkRevision(manifest: BundleManifest, expected: BundleExpectation): void {
  const { revision, contentDigest } = manifest;
  if (expected.revision !== undefined && revision !== expected.revision)
    fail(`revision ${expected.revision} was asked for, and ${revision} came`);
  const minimum = Math.max(expected.minimumRevision ?? 1, manifest.minimumRevision);
  if (revision < minimum) fail(`revision ${revision} is older than the minimum, ${minimum}`);
  const highest = expected.highest;
  if (!highest) return;
  if (revision < highest.revision)
    fail(`revision ${revision} is older than ${highest.revision}, which was held before`);
  if (revision === highest.revision && contentDigest !== highest.contentDigest)
    fail(`revision ${revision} was held before with another content`);
}

/** The grant, when its signature holds. What it permits is for {@link grantObjection}. */
export function verifyGrant(input: unknown, trust: readonly TrustKey[]): Grant {
  const { grant, signature } = parse(SignedGrant, input, "the grant");
  checkSignature(trust, grant, signature);
  return grant;
}

export type GrantExpectation = {
  org: string;
  checkpointId: string;
  agent: string;
  pep: string;
  tool: string;
  actionDigest: string;
  /** Checkpoint rules that have to be lifted. */
  rules: readonly string[];
  /** Milliseconds since 1970, by the gateway's clock. */
  now: number;
};

/** Why a grant does not permit the expected action; null when it does. */
export function grantObjection(grant: Grant, expected: GrantExpectation): string | null {
  for (const name of ["org", "checkpointId", "agent", "pep", "tool", "actionDigest"] as const)
    if (grant[name] !== expected[name]) return `it is for another ${SUBJECT[name]}`;
  const missing = expected.rules.filter((rule) => !grant.rules.includes(rule));
  if (missing.length > 0) return `it does not lift ${missing.join(", ")}`;
  if (Date.parse(grant.expiresAt) <= expected.now) return `it expired at ${grant.expiresAt}`;
  return null;
}

const SUBJECT = {
  org: "organisation",
  checkpointId: "checkpoint",
  agent: "agent",
  pep: "enforcement point",
  tool: "tool",
  actionDigest: "action: what was approved is not what would run",
};

/** True when `hash` is the RFC 6962 leaf hash of `leaf`. */
export function isLeaf(leaf: string, hash: string): boolean {
  return leafHash(leaf) === hash;
}

function checkSignature(trust: readonly TrustKey[], signed: unknown, signature: Signature): void {
  const key = trust.find((candidate) => candidate.keyId === signature.keyId);
  if (!key) fail(`it is signed by ${signature.keyId}, a key that is not trusted here`);
  if (!verifyCanonical(key.publicKey, signed, signature)) fail("its signature does not match");
}

function parse<T>(schema: ZodType<T>, input: unknown, what: string): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join(".")}` : "";
  return fail(`${what} is malformed${where}: ${issue?.message ?? "unreadable"}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail("its content is not JSON");
  }
}

function fail(reason: string): never {
  throw new NotVerified(reason);
}
