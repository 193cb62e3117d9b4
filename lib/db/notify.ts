/**
 * Wakes the other processes. A notice carries ids only (Postgres bounds it at 8,000 bytes) and may be lost: what it
 * announces is always in a table, which its readers also look at on their own.
 */
import type { Db } from "./client";
import { Prisma } from "./generated/client";

export const NOTICE_CHANNEL = "gatehouse";

/** What changed: each topic names the table that its readers look at. */
export type Topic = "control" | "audit" | "activity" | "points";
export type Notice = { orgId: string; topic: Topic; ref: string };

/** Sent when the transaction commits, and not at all when it does not. */
export async function notify(db: Db, notice: Notice): Promise<void> {
  await db.$executeRaw(
    Prisma.sql`SELECT pg_notify(${NOTICE_CHANNEL}, ${`${notice.orgId} ${notice.topic} ${notice.ref}`})`,
  );
}

export function parseNotice(payload: string): Notice | null {
  const [orgId, topic, ref] = payload.split(" ");
  if (!orgId || !ref) return null;
  return topic === "control" || topic === "audit" || topic === "activity" || topic === "points"
    ? { orgId, topic, ref }
    : null;
}
