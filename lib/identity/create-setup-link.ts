import { type Db, database } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import { env } from "@/lib/env";
import { someoneIsHere } from "./installation";
import { SETUP_LINK_LIFE_MS } from "./rules";
import { hashSecret, newToken } from "./secrets";

/** The one-time link for the first admin; null once anyone is here. An earlier unused link stops working. */
export async function createSetupLink(db: Db = database()): Promise<{ link: string; expiresAt: Date } | null> {
  if (await someoneIsHere(db)) return null;
  const now = await databaseNow(db);
  const token = newToken();
  const expiresAt = new Date(now.getTime() + SETUP_LINK_LIFE_MS);
  await db.setupToken.deleteMany({ where: { usedAt: null } });
  await db.setupToken.create({ data: { tokenHash: hashSecret(token), createdAt: now, expiresAt } });
  return { link: `${env.appUrl}/set-up?token=${token}`, expiresAt };
}
