/** That telemetry said these names again: when, and that one which had been rejected acts. */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type Noted, takeBack } from "./note-sightings";

type Row = Parameters<typeof takeBack>[1][number];

/** At most once a minute for each, since an exporter reports all the time. Those that wait again are handed back. */
export async function seeNames(tx: TxCtx, names: readonly string[]): Promise<Noted[]> {
  if (names.length === 0) return [];
  // Whoever holds one of them is just saying the same.
  const rows = await tx.db.$queryRaw<Row[]>(Prisma.sql`
    UPDATE "Sighting" AS s SET "lastSeenAt" = ${tx.now}, "lookedAt" = ${tx.now}, "seen" = s."seen" + 1
    FROM (
      SELECT "id" FROM "Sighting"
      WHERE "orgId" = ${tx.orgId} AND "source" = 'telemetry' AND "origin" = '' AND "key" = ANY(${[...names]}::text[])
        AND ("state" = 'rejected' OR "lastSeenAt" < ${tx.now}::timestamptz - interval '1 minute')
      ORDER BY "id" FOR UPDATE SKIP LOCKED) AS due
    WHERE s."id" = due."id" AND s."orgId" = ${tx.orgId}
    RETURNING s."id", s."source", s."origin", s."key", s."name", s."state", s."agentId", s."rejectedUntil", FALSE AS "isNew"`);
  return (await takeBack(tx, rows)).filter(({ returned }) => returned);
}
