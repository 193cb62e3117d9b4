/**
 * Wakes the other processes. A notice carries ids only (Postgres bounds it at 8,000 bytes) and may be lost: what it
 * announces is always in a table, which its readers also look at on their own.
 */
import type { Db } from "./client";
import { Prisma } from "./generated/client";

export const NOTICE_CHANNEL = "gatehouse";

/** What changed: each topic names the table that its readers look at. */
const topics = ["control", "audit", "activity", "points", "findings", "revoked", "messages", "maturity"] as const;
export type Topic = (typeof topics)[number];
export type Notice = { orgId: string; topic: Topic; ref: string };

/** Sent when the transaction commits, and not at all when it does not. */
export async function notify(db: Db, notice: Notice): Promise<void> {
  await db.$executeRaw(
    Prisma.sql`SELECT pg_notify(${NOTICE_CHANNEL}, ${`${notice.orgId} ${notice.topic} ${notice.ref}`})`,
  );
}

/** The same as a column of a statement that says what there is to tell, so that it costs no statement of its own. */
export const notifying = (orgId: string, topic: Topic, ref: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`pg_notify(${NOTICE_CHANNEL}, ${`${orgId} ${topic} `}::text || ${ref}::text)::text AS "told"`;

/** More refs of one organisation and topic than this say no more than "look at all of it". */
const MOST_NOTICES = 25;

/** One statement for many notices. */
export async function notifyMany(db: Db, notices: readonly Notice[]): Promise<void> {
  const counts = new Map<string, number>();
  const payloads = notices.flatMap(({ orgId, topic, ref }) => {
    const count = (counts.get(`${orgId} ${topic}`) ?? 0) + 1;
    counts.set(`${orgId} ${topic}`, count);
    return count > MOST_NOTICES ? [] : [`${orgId} ${topic} ${ref}`];
  });
  if (payloads.length === 0) return;
  await db.$executeRaw(
    Prisma.sql`SELECT pg_notify(${NOTICE_CHANNEL}, payload) FROM unnest(${payloads}::text[]) AS payload`,
  );
}

export function parseNotice(payload: string): Notice | null {
  const [orgId, name, ref] = payload.split(" ");
  const topic = topics.find((one) => one === name);
  return orgId && topic && ref ? { orgId, topic, ref } : null;
}
