/** Who a point's token says it is: an EdDSA JWT that the point signed with the key it enrolled. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { database } from "@/lib/db/client";
import type { Actor } from "@/lib/db/ctx";

type Found = { orgId: string; actor: Extract<Actor, { kind: "pep" }> };
type Kept = Found & { until: number };

const Header = z.object({ alg: z.literal("EdDSA"), typ: z.string().optional() });
const Claims = z.object({
  iss: z.string().max(60),
  aud: z.literal("gatehouse"),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().max(100),
});

/** A token lives five minutes at most, and clocks may be half a minute apart. */
const LONGEST_SECONDS = 300;
const SKEW_SECONDS = 30;
/** A verified token is trusted this long without asking the database, so a revocation takes effect within it. */
const KEEP_MS = 2_000;
const MOST_KEPT = 20_000;

const kept = new Map<string, Kept>();

export async function resolvePoint(token: string, now: number = Date.now()): Promise<Found | null> {
  const hit = kept.get(token);
  if (hit && hit.until > now) return hit;
  kept.delete(token);
  const claims = unverifiedClaims(token);
  if (!claims || claims.exp - claims.iat > LONGEST_SECONDS) return null;
  if (claims.exp * 1000 < now || claims.iat * 1000 > now + SKEW_SECONDS * 1000) return null;
  const pep = await database().pep.findUnique({ where: { id: claims.iss } });
  if (!pep || pep.revokedAt || !signedBy(token, createPublicKey(pep.publicKey))) return null;
  const found: Found = { orgId: pep.orgId, actor: { kind: "pep", id: pep.id, name: pep.name, agents: pep.agents } };
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(token, { ...found, until: Math.min(now + KEEP_MS, claims.exp * 1000) });
  return found;
}

/** Called when a point was revoked: its tokens are asked about anew. */
export function forgetPoint(pepId: string): void {
  for (const [token, found] of kept) if (found.actor.id === pepId) kept.delete(token);
}

function unverifiedClaims(token: string): z.infer<typeof Claims> | null {
  const [header, payload, signature, ...rest] = token.split(".");
  if (!header || !payload || !signature || rest.length > 0 || token.length > 4096) return null;
  const claims = Claims.safeParse(decoded(payload));
  return Header.safeParse(decoded(header)).success && claims.success ? claims.data : null;
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

function signedBy(token: string, key: KeyObject): boolean {
  const dot = token.lastIndexOf(".");
  return verify(null, Buffer.from(token.slice(0, dot)), key, Buffer.from(token.slice(dot + 1), "base64url"));
}
