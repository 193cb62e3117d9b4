import { type Db, database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { endSession } from "./end-session";
import { resolveSession } from "./resolve-session";

/** Ends the session that this token belongs to; an unknown or ended one needs nothing. */
export async function signOut(token: string, db: Db = database()): Promise<void> {
  const found = await resolveSession(token, db);
  if (!found?.actor.sessionId) return;
  await endSession(contextFor(found.actor, found.orgId, newId("request"), db), { id: found.actor.sessionId });
}
