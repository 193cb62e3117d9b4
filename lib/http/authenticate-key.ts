/** Programs that ask for decisions bring an API key. A browser's session is not looked at. */
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import { Refusal } from "@/lib/shared/errors";
import { DECISIONS, limitRate } from "./rate-limit";

type Credentials = { headers: { get: (name: string) => string | null } };

export async function authenticateKey({ headers }: Credentials, requestId: string): Promise<Ctx> {
  const authorization = headers.get("authorization");
  if (authorization === null) throw new Refusal("unauthenticated", "Send an API key as `Authorization: Bearer`.");
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  const found = bearer === undefined ? null : await resolveApiKey(bearer);
  if (!found) throw new Refusal("unauthenticated", "The API key is unknown, expired or revoked.");
  limitRate(`decisions ${found.actor.id}`, performance.now(), DECISIONS);
  return contextFor(found.actor, found.orgId, requestId);
}
