import { type Db, database } from "@/lib/db/client";
import { resolveSession } from "./resolve-session";

/** A session in force and its person, in the words that next-auth has for them. */
export async function findSession(token: string, db: Db = database()) {
  const found = await resolveSession(token, db);
  if (!found?.actor.sessionId) return null;
  const { id, orgId, sessionId } = { ...found.actor, orgId: found.orgId };
  const row = await db.session.findUnique({
    where: { id_orgId: { id: sessionId ?? "", orgId } },
    select: { expiresAt: true, user: { select: { name: true, email: true } } },
  });
  if (!row) return null;
  return {
    session: { sessionToken: token, userId: id, expires: row.expiresAt },
    user: { id, name: row.user.name, email: row.user.email, emailVerified: null },
  };
}
