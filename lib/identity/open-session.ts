import { recordAudit } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import { type Actor, contextFor, nobody, type TxCtx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { newId } from "@/lib/shared/ids";
import { knownRoles, SESSION_ABSOLUTE_MS, SESSION_MEMORY_MS } from "./rules";
import { hashSecret, newToken } from "./secrets";

export type Caller = { address: string | null; userAgent: string | null };

type User = { orgId: string; name: string; roles: string[]; status: string };

/** A session for someone whose proof was good; null when they are disabled. `also` joins the transaction. */
export async function openSession(
  db: Db,
  userId: string,
  caller: Caller,
  also: (tx: TxCtx) => Promise<void>,
): Promise<{ token: string; name: string } | null> {
  return transaction(contextFor(nobody, "", newId("request"), db), async (tx) => {
    const user = await lockUser(tx, userId);
    if (user?.status !== "active") return null;
    const token = newToken();
    const userAgent = caller.userAgent?.slice(0, 400) ?? null;
    const id = await insertSession(tx, { orgId: user.orgId, userId, tokenHash: hashSecret(token), userAgent });
    await also(tx);
    const actor: Actor = { kind: "user", id: userId, name: user.name, roles: knownRoles(user.roles), sessionId: id };
    await recordAudit(
      { ...tx, orgId: user.orgId, actor },
      {
        action: "session.created",
        target: { kind: "session", id, name: user.name },
        detail: { address: caller.address, userAgent },
      },
    );
    return { token, name: user.name };
  });
}

/** Holds the person's row, so that disabling them at this very moment comes wholly before or wholly after. */
async function lockUser(tx: TxCtx, userId: string): Promise<User | undefined> {
  const rows = await tx.db.$queryRaw<User[]>(
    Prisma.sql`SELECT "orgId", "name", "roles", "status" FROM "User" WHERE "id" = ${userId} FOR UPDATE`,
  );
  return rows[0];
}

async function insertSession(
  tx: TxCtx,
  session: { orgId: string; userId: string; tokenHash: string; userAgent: string | null },
): Promise<string> {
  const id = newId("session", tx.now.getTime());
  await tx.db.session.create({
    data: {
      ...session,
      id,
      createdAt: tx.now,
      lastSeenAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + SESSION_ABSOLUTE_MS),
    },
    select: { id: true },
  });
  await tx.db.session.deleteMany({
    where: { userId: session.userId, expiresAt: { lt: new Date(tx.now.getTime() - SESSION_MEMORY_MS) } },
  });
  return id;
}
