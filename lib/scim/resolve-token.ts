import { type Db, database } from "@/lib/db/client";
import { type Actor, databaseNow } from "@/lib/db/ctx";
import { TOUCH_EVERY_MS } from "@/lib/identity/rules";
import { hashSecret } from "@/lib/identity/secrets";
import { TOKEN_PREFIX } from "./create-connection";

/** Whose token this is, asked of the database at every request; looked up by its SHA-256, which nobody can choose. */
export async function resolveScimToken(
  secret: string,
  db: Db = database(),
): Promise<{ orgId: string; actor: Extract<Actor, { kind: "scim" }> } | null> {
  if (!secret.startsWith(TOKEN_PREFIX)) return null;
  const row = await db.scimConnection.findUnique({ where: { hash: hashSecret(secret) } });
  if (!row || row.revokedAt) return null;
  const now = await databaseNow(db);
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= TOUCH_EVERY_MS)
    await db.scimConnection.updateMany({ where: { id: row.id, orgId: row.orgId }, data: { lastUsedAt: now } });
  return { orgId: row.orgId, actor: { kind: "scim", id: row.id, name: `${row.name} (SCIM)` } };
}
