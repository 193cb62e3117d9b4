import { type Db, database } from "@/lib/db/client";
import type { Actor } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { apiKeyInForce, knownRoles, TOUCH_EVERY_MS } from "./rules";
import { hashSecret, isApiKey } from "./secrets";

type ApiKeyActor = Extract<Actor, { kind: "apiKey" }>;
type Row = {
  id: string;
  orgId: string;
  name: string;
  role: string;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  now: Date;
};

export type FoundKey = { orgId: string; actor: ApiKeyActor; expiresAt: Date | null };

/**
 * Whose key this is. It is looked up by its SHA-256, so the time that an answer takes tells nothing about keys that exist:
 * whoever guesses cannot choose the digest.
 */
export async function resolveApiKey(secret: string, db: Db = database()): Promise<FoundKey | null> {
  if (!isApiKey(secret)) return null;
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT "id", "orgId", "name", "role", "expiresAt", "lastUsedAt", "revokedAt",
           date_trunc('milliseconds', clock_timestamp()) AS "now"
    FROM "ApiKey" WHERE "hash" = ${hashSecret(secret)}`);
  const row = rows[0];
  if (!row || !apiKeyInForce(row, row.now)) return null;
  if (!row.lastUsedAt || row.now.getTime() - row.lastUsedAt.getTime() >= TOUCH_EVERY_MS) {
    await db.apiKey.updateMany({ where: { id: row.id, orgId: row.orgId }, data: { lastUsedAt: row.now } });
  }
  const actor = { kind: "apiKey", id: row.id, name: row.name, roles: knownRoles([row.role]) } as const;
  return { orgId: row.orgId, actor, expiresAt: row.expiresAt };
}
