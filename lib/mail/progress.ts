/** Private to this folder: what is written while messages are sent. One worker at a time holds an organisation's lease. */
import type { Db } from "@/lib/db/client";
import { type MailServer as MailServerRow, Prisma } from "@/lib/db/generated/client";
import { backOffMs, MOST_REFUSED_IN_ROW } from "@/lib/delivery/rules";
import { MOST_TRIES, TOO_OLD_MS } from "@/lib/messages/rules";

/** Longer than one mail may take. */
const LEASE_SECONDS = 60;
const KEEP_DAYS = 90;
/** A receiver's server that puts mail off wants minutes, not seconds. */
const FIRST_PUT_OFF_MS = 60_000;

/** The server as it is now, if it is active, due, and nobody else's; null otherwise. */
export async function takeLease(db: Db, orgId: string, holder: string): Promise<MailServerRow | null> {
  const count = await db.$executeRaw(Prisma.sql`
    UPDATE "MailServer" SET "leaseHolder" = ${holder}, "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE "orgId" = ${orgId} AND "status" = 'active' AND ("retryAt" IS NULL OR "retryAt" <= now())
      AND ("leaseHolder" IS NULL OR "leaseHolder" = ${holder} OR "leaseUntil" < now())`);
  return count === 0 ? null : db.mailServer.findUnique({ where: { orgId } });
}

export async function renewLease(db: Db, orgId: string, holder: string): Promise<boolean> {
  const count = await db.$executeRaw(Prisma.sql`
    UPDATE "MailServer" SET "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE "orgId" = ${orgId} AND "leaseHolder" = ${holder} AND "status" = 'active'`);
  return count > 0;
}

export const releaseLease = (db: Db, orgId: string, holder: string): Promise<number> =>
  db.$executeRaw(Prisma.sql`
    UPDATE "MailServer" SET "leaseHolder" = NULL, "leaseUntil" = NULL WHERE "orgId" = ${orgId} AND "leaseHolder" = ${holder}`);

const waiting = (orgId: string, ids: readonly string[]): Prisma.Sql =>
  Prisma.sql`"orgId" = ${orgId} AND "id" = ANY(${[...ids]}) AND "status" = 'waiting'`;

export const postpone = (db: Db, orgId: string, ids: readonly string[], until: Date): Promise<number> =>
  db.$executeRaw(Prisma.sql`UPDATE "Message" SET "dueAt" = ${until} WHERE ${waiting(orgId, ids)}`);

export const dropMessages = (db: Db, orgId: string, ids: readonly string[], reason: string): Promise<number> =>
  db.$executeRaw(Prisma.sql`
    UPDATE "Message" SET "status" = 'dropped', "reason" = ${reason}, "endedAt" = now() WHERE ${waiting(orgId, ids)}`);

/** Before it is sent: tried again, it is the same mail. */
export const markMail = (db: Db, orgId: string, ids: readonly string[], mailId: string): Promise<number> =>
  db.$executeRaw(Prisma.sql`UPDATE "Message" SET "mailId" = ${mailId} WHERE ${waiting(orgId, ids)}`);

export async function markSent(db: Db, orgId: string, ids: readonly string[], address: string): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    WITH went AS (
      UPDATE "Message" SET "status" = 'sent', "address" = ${address}, "attempts" = "attempts" + 1, "reason" = NULL,
        "endedAt" = now() WHERE ${waiting(orgId, ids)} RETURNING 1
    )
    UPDATE "MailServer" SET "failures" = 0, "failingSince" = NULL, "retryAt" = NULL, "refusedInRow" = 0, "lastSentAt" = now()
    WHERE "orgId" = ${orgId}`);
}

type Refused = { address: string; reason: string; forGood: boolean };

/** Refused for good it is dead, for now it waits. When everything is refused the server is at fault and nothing dies. */
export async function putOff(
  db: Db,
  server: MailServerRow,
  ids: readonly string[],
  { address, reason, forGood }: Refused,
): Promise<"refused" | "failed"> {
  const { orgId } = server;
  const [now] = await db.$queryRaw<{ refusedInRow: number }[]>(Prisma.sql`
    UPDATE "MailServer" SET "refusedInRow" = "refusedInRow" + 1 WHERE "orgId" = ${orgId} RETURNING "refusedInRow"`);
  if ((now?.refusedInRow ?? 0) > MOST_REFUSED_IN_ROW) {
    await noteMailFailure(db, server, reason);
    return "failed";
  }
  await db.$executeRaw(Prisma.sql`
    UPDATE "Message" SET "attempts" = "attempts" + 1, "address" = ${address}, "reason" = ${reason},
      "status" = CASE WHEN ${forGood} OR "attempts" + 1 >= ${MOST_TRIES} THEN 'dead' ELSE 'waiting' END,
      "endedAt" = CASE WHEN ${forGood} OR "attempts" + 1 >= ${MOST_TRIES} THEN now() END,
      "dueAt" = now() + make_interval(secs => ${FIRST_PUT_OFF_MS / 1000} * power(2, least("attempts", 5)))
    WHERE ${waiting(orgId, ids)}`);
  return "refused";
}

/** Remembers that nothing goes through, and when to try again. */
export const noteMailFailure = (db: Db, server: MailServerRow, reason: string): Promise<number> =>
  db.$executeRaw(Prisma.sql`
    UPDATE "MailServer" SET "failures" = "failures" + 1, "failingSince" = coalesce("failingSince", now()),
      "retryAt" = now() + make_interval(secs => ${backOffMs(server.failures + 1, Math.random()) / 1000}::float8),
      "lastError" = ${reason}, "lastErrorAt" = now()
    WHERE "orgId" = ${server.orgId}`);

/** Organisations in which something is due and could be sent. */
export async function dueOrganisations(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ orgId: string }[]>(Prisma.sql`
    SELECT s."orgId" FROM "MailServer" s WHERE s."status" = 'active' AND (s."retryAt" IS NULL OR s."retryAt" <= now())
      AND EXISTS (SELECT 1 FROM "Message" m WHERE m."orgId" = s."orgId" AND m."status" = 'waiting' AND m."dueAt" <= now())`);
  return rows.map(({ orgId }) => orgId);
}

/** Where no mail is sent, nothing piles up to be sent all at once on the day that it is. */
export const dropUnsendable = (db: Db): Promise<number> =>
  db.$executeRaw(Prisma.sql`
    UPDATE "Message" m SET "status" = 'dropped', "endedAt" = now(),
      "reason" = CASE WHEN s."orgId" IS NULL THEN 'No mail server is set up.' ELSE 'It could not be sent for a day.' END
    FROM "Message" w LEFT JOIN "MailServer" s ON s."orgId" = w."orgId"
    WHERE m."id" = w."id" AND w."status" = 'waiting'
      AND (s."orgId" IS NULL OR w."queuedAt" < now() - make_interval(secs => ${TOO_OLD_MS / 1000}))`);

export const trimMessages = (db: Db): Promise<number> =>
  db.$executeRaw(Prisma.sql`
    DELETE FROM "Message" WHERE "status" <> 'waiting' AND "endedAt" < now() - make_interval(days => ${KEEP_DAYS})`);
