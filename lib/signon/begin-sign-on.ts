/** The way out to the provider: what the browser keeps, and where it goes. */
import { generateRandomCodeVerifier, generateRandomNonce, generateRandomState } from "oauth4webapi";
import { type Db, database } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import { safeNext } from "@/lib/identity/rules";
import { FLOW_SECONDS, sealFlow } from "./flow";
import { authorizationUrl } from "./provider";
import { SignOnRefused } from "./refusals";
import { placeOf, redirectUri } from "./rows";

export async function beginSignOn(
  orgId: string,
  next: unknown,
  db: Db = database(),
): Promise<{ to: URL; cookie: string }> {
  const signOn = await db.signOn.findUnique({ where: { orgId } });
  if (!signOn) throw new SignOnRefused("off");
  const flow = {
    state: generateRandomState(),
    nonce: generateRandomNonce(),
    verifier: generateRandomCodeVerifier(),
  };
  const to = await authorizationUrl(placeOf(signOn), flow, redirectUri());
  const until = (await databaseNow(db)).getTime() + FLOW_SECONDS * 1000;
  return { to, cookie: sealFlow({ ...flow, orgId, version: signOn.version, next: safeNext(next), until }) };
}
