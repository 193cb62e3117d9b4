/**
 * Who a point's token says it is: an EdDSA JWT that the point signed with the key it enrolled.
 *
 * Points and verified tokens are remembered only while notices of revocation are proven to reach this process; otherwise
 * every request asks the database. Tokens are judged by the clock that points are told as `serverTime`: the database's.
 */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { Batcher } from "@/lib/db/batcher";
import { database } from "@/lib/db/client";
import type { Actor } from "@/lib/db/ctx";
import { databaseClock } from "@/lib/db/database-clock";
import { idOf } from "@/lib/shared/ids";

export type FoundPoint = { orgId: string; actor: Extract<Actor, { kind: "pep" }> };
type Point = FoundPoint & { key: KeyObject };

const Header = z.object({ alg: z.literal("EdDSA"), typ: z.string().optional() });
const Claims = z.object({
  iss: idOf("point"),
  aud: z.literal("gatehouse"),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().max(100),
});

/** A token lives five minutes at most, and clocks may be half a minute apart. */
const LONGEST_SECONDS = 300;
const SKEW_SECONDS = 30;
const MOST_KEPT = 20_000;
/** Without a proof for this long, notices may be lost: nothing that is remembered counts. */
const PROOF_HOLDS_MS = 5_000;

const points = new Map<string, Point>();
const tokens = new Map<string, { point: FoundPoint; untilMs: number }>();
let provenAt = Number.NEGATIVE_INFINITY;
/** Grows with everything that is forgotten, so that what was read before is not remembered after. */
let epoch = 0;

export async function resolvePoint(token: string, now: number = databaseClock()): Promise<FoundPoint | null> {
  const kept = mayRemember(now) ? tokens.get(token) : undefined;
  if (kept && kept.untilMs > now) return kept.point;
  const claims = unverifiedClaims(token);
  if (!claims || claims.exp - claims.iat > LONGEST_SECONDS) return null;
  if (claims.exp * 1000 < now || claims.iat * 1000 > now + SKEW_SECONDS * 1000) return null;
  const before = epoch;
  const point = (mayRemember(now) ? points.get(claims.iss) : undefined) ?? (await lookups.add(claims.iss));
  if (!point || !signedBy(token, point.key)) return null;
  const { orgId, actor } = point;
  if (before === epoch && mayRemember(now)) {
    remember(points, actor.id, point);
    remember(tokens, token, { point: { orgId, actor }, untilMs: claims.exp * 1000 });
  }
  return { orgId, actor };
}

/** Called when a point was revoked: it is asked about anew. */
export function forgetPoint(pepId: string): void {
  epoch++;
  points.delete(pepId);
  for (const [token, { point }] of tokens) if (point.actor.id === pepId) tokens.delete(token);
}

/** Called when notices were, or may have been, missed. */
export function forgetPoints(): void {
  epoch++;
  provenAt = Number.NEGATIVE_INFINITY;
  points.clear();
  tokens.clear();
}

/** Called whenever the connection that brings notices has shown that it works. */
export function noticesProven(now: number = databaseClock()): void {
  provenAt = now;
}

const mayRemember = (now: number): boolean => now - provenAt < PROOF_HOLDS_MS;

function remember<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, value);
}

/** Small runs: each point found is a signature to check, and other work must get its turn in between. */
const lookups = new Batcher<string, Point | null>({
  most: 100,
  lanes: 2,
  isolate: () => false,
  run: async (ids) => {
    const rows = await database().pep.findMany({
      where: { id: { in: [...new Set(ids)] }, revokedAt: null },
      select: { id: true, orgId: true, name: true, agents: true, publicKey: true },
    });
    const found = new Map(
      rows.map(({ id, orgId, name, agents, publicKey }): [string, Point] => [
        id,
        { orgId, actor: { kind: "pep", id, name, agents }, key: createPublicKey(publicKey) },
      ]),
    );
    return ids.map((id) => found.get(id) ?? null);
  },
});

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
