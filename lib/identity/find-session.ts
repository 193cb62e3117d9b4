import { type Db, database } from "@/lib/db/client";
import { resolveSession } from "./resolve-session";

/** A session in force and its person, in the words that next-auth has for them. */
export async function findSession(token: string, db: Db = database()) {
  const found = await resolveSession(token, db);
  if (!found?.actor.sessionId) return null;
  const row = await db.session.findUnique({
    where: { id_orgId: { id: found.actor.sessionId, orgId: found.orgId } },
    select: { expiresAt: true, user: { select: { id: true, name: true, email: true } } },
  });
  if (!row) return null;
  return {
    session: { sessionToken: token, userId: row.user.id, expires: row.expiresAt },
    user: { ...row.user, emailVerified: null },
  };
}
