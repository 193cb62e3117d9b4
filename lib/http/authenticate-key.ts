/** Programs that ask for decisions bring an API key. A browser's session is not looked at. */
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { databaseClock } from "@/lib/db/database-clock";
import { remembering } from "@/lib/db/remembered";
import { type FoundKey, resolveApiKey } from "@/lib/identity/resolve-api-key";
import { hashSecret } from "@/lib/identity/secrets";
import { Refusal } from "@/lib/shared/errors";
import { DECISIONS, limitRate } from "./rate-limit";

/** So long at most without looking at the key: its last use is noted, and its end is seen. */
const KEY_HOLDS_MS = 10_000;
const recall = remembering<FoundKey>(10_000);

/** Remembered where notices of changes arrive, under the digest of the secret: a revoked key is refused as soon as its notice is here. */
const knownKey = (secret: string): Promise<FoundKey | null> =>
  recall(hashSecret(secret), async () => {
    const value = await resolveApiKey(secret);
    if (!value) return null;
    const ends = value.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    return { orgId: value.orgId, value, untilMs: Math.min(ends, databaseClock() + KEY_HOLDS_MS) };
  });

type Credentials = { headers: { get: (name: string) => string | null } };

export async function authenticateKey({ headers }: Credentials, requestId: string): Promise<Ctx> {
  const authorization = headers.get("authorization");
  if (authorization === null) throw new Refusal("unauthenticated", "Send an API key as `Authorization: Bearer`.");
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  const found = bearer === undefined ? null : await knownKey(bearer);
  if (!found) throw new Refusal("unauthenticated", "The API key is unknown, expired or revoked.");
  limitRate(`decisions ${found.actor.id}`, performance.now(), DECISIONS);
  return contextFor(found.actor, found.orgId, requestId);
}
