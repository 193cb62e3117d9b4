/**
 * Private to this folder: what is written about a sink while it is delivered to. One process at a time holds its lease, and
 * writes only while it does: one that was away for too long changes nothing.
 */
import type { Db } from "@/lib/db/client";
import { Prisma, type Sink as SinkRow } from "@/lib/db/generated/client";
import { newId } from "@/lib/shared/ids";
import type { Loaded } from "./load-items";

/** Longer than any message may take. */
const LEASE_SECONDS = 60;

/** The sink as it is now, if it is active, due, and nobody else's; null otherwise. */
export async function takeLease(db: Db, sinkId: string, holder: string): Promise<SinkRow | null> {
  const count = await db.$executeRaw(Prisma.sql`
    UPDATE "Sink" SET "leaseHolder" = ${holder}, "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE "id" = ${sinkId} AND "status" = 'active' AND ("retryAt" IS NULL OR "retryAt" <= now())
      AND ("leaseHolder" IS NULL OR "leaseHolder" = ${holder} OR "leaseUntil" < now())`);
  return count === 0 ? null : db.sink.findUnique({ where: { id: sinkId } });
}

export const releaseLease = (db: Db, sinkId: string, holder: string): Promise<number> =>
  db.$executeRaw(Prisma.sql`
    UPDATE "Sink" SET "leaseHolder" = NULL, "leaseUntil" = NULL WHERE "id" = ${sinkId} AND "leaseHolder" = ${holder}`);

type Sample = { delivered?: number; failed?: number; parked?: number; lagMs?: number };

/** As part of a statement: counts into the current minute of the sink. */
function sampleSql({ id, orgId }: Pick<SinkRow, "id" | "orgId">, sample: Sample, when = Prisma.sql`true`): Prisma.Sql {
  const { delivered = 0, failed = 0, parked = 0, lagMs = 0 } = sample;
  const lag = Math.min(2_147_483_647, Math.round(lagMs));
  return Prisma.sql`
    INSERT INTO "DeliverySample" ("sinkId", "orgId", "minute", "delivered", "failed", "parked", "lagMs")
    SELECT ${id}, ${orgId}, date_trunc('minute', now()), ${delivered}::int, ${failed}::int, ${parked}::int, ${lag}::int WHERE ${when}
    ON CONFLICT ("sinkId", "minute") DO UPDATE SET "delivered" = "DeliverySample"."delivered" + EXCLUDED."delivered",
      "failed" = "DeliverySample"."failed" + EXCLUDED."failed", "parked" = "DeliverySample"."parked" + EXCLUDED."parked",
      "lagMs" = greatest("DeliverySample"."lagMs", EXCLUDED."lagMs")`;
}
const ifMoved = Prisma.sql`EXISTS (SELECT 1 FROM moved)`;

export type Advance = {
  place: bigint;
  placeOffset: number;
  /** Numbers given out, the heartbeat's included. */
  numbers: number;
  delivered: number;
  /** Events whose rows were gone. */
  missing: number;
  batchSize: number;
  /** Dead letters that went through. */
  letters: readonly string[];
  lagMs: number;
  heartbeat: boolean;
};

/** False when the lease was lost: then nothing is written, and whoever holds it sends the same again. */
export async function advance(db: Db, sink: SinkRow, holder: string, to: Advance): Promise<boolean> {
  const sent = to.numbers + to.letters.length > 0;
  const sample = { delivered: to.delivered, lagMs: to.lagMs };
  const rows = await db.$queryRaw<unknown[]>(Prisma.sql`
    WITH moved AS (
      UPDATE "Sink" SET "place" = ${to.place}, "placeOffset" = ${to.placeOffset}, "sequence" = "sequence" + ${to.numbers},
        "delivered" = "delivered" + ${to.delivered}, "missing" = "missing" + ${to.missing}, "batchSize" = ${to.batchSize},
        "heartbeatAt" = CASE WHEN ${to.heartbeat} THEN now() ELSE "heartbeatAt" END,
        "lastDeliveredAt" = CASE WHEN ${sent} THEN now() ELSE "lastDeliveredAt" END,
        "failures" = CASE WHEN ${sent} THEN 0 ELSE "failures" END,
        "refusedInRow" = CASE WHEN ${sent} THEN 0 ELSE "refusedInRow" END,
        "failingSince" = CASE WHEN ${sent} THEN NULL ELSE "failingSince" END,
        "retryAt" = CASE WHEN ${sent} THEN NULL ELSE "retryAt" END
      WHERE "id" = ${sink.id} AND "leaseHolder" = ${holder} AND "sequence" = ${sink.sequence} RETURNING 1
    ),
    letters AS (
      DELETE FROM "DeadLetter" WHERE "orgId" = ${sink.orgId} AND "id" = ANY(${[...to.letters]}) AND ${ifMoved}
    ),
    sampled AS (${sampleSql(sink, sample, sent ? ifMoved : Prisma.sql`false`)})
    SELECT 1 FROM moved`);
  return rows.length > 0;
}

/** Puts one event aside that the sink refuses, under its number, and goes on after it. */
export async function park(db: Db, sink: SinkRow, holder: string, item: Loaded, reason: string): Promise<boolean> {
  const aside = item.letter
    ? Prisma.sql`UPDATE "DeadLetter" SET "status" = 'parked', "reason" = ${reason}, "attempts" = "attempts" + 1
        WHERE "id" = ${item.letter.id} AND "orgId" = ${sink.orgId} AND ${ifMoved}`
    : Prisma.sql`INSERT INTO "DeadLetter" ("id", "orgId", "sinkId", "sequence", "source", "ref", "uid", "reason", "at")
        SELECT ${newId("deadLetter")}, ${sink.orgId}, ${sink.id}, ${sink.sequence + 1n}::bigint, ${item.source}, ${item.ref},
          ${item.event?.uid ?? ""}, ${reason}, now() WHERE ${ifMoved}`;
  const rows = await db.$queryRaw<unknown[]>(Prisma.sql`
    WITH moved AS (
      UPDATE "Sink" SET "place" = ${item.after.place}, "placeOffset" = ${item.after.placeOffset},
        "sequence" = "sequence" + ${item.letter ? 0 : 1}, "refusedInRow" = "refusedInRow" + 1,
        "lastError" = ${reason}, "lastErrorAt" = now()
      WHERE "id" = ${sink.id} AND "leaseHolder" = ${holder} AND "sequence" = ${sink.sequence} RETURNING 1
    ),
    aside AS (${aside}),
    sampled AS (${sampleSql(sink, { parked: 1 }, ifMoved)})
    SELECT 1 FROM moved`);
  return rows.length > 0;
}

/** Remembers that nothing goes through, and when to try again. */
export async function noteFailure(db: Db, sink: SinkRow, reason: string, waitMs: number, lagMs: number): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE "Sink" SET "failures" = "failures" + 1, "failingSince" = coalesce("failingSince", now()),
      "retryAt" = now() + make_interval(secs => ${waitMs / 1000}::float8), "lastError" = ${reason}, "lastErrorAt" = now()
    WHERE "id" = ${sink.id}`);
  await db.$executeRaw(sampleSql(sink, { failed: 1, lagMs }));
}

/** Remembers the smaller size after a message was refused as a whole. */
export const noteSize = (db: Db, sink: SinkRow, batchSize: number): Promise<unknown> =>
  db.sink.update({ where: { id: sink.id }, data: { batchSize }, select: { id: true } });

/** True of every active sink without anything waiting: it has everything. */
export const noteCaughtUp = (db: Db): Promise<number> =>
  db.$executeRaw(Prisma.sql`
    UPDATE "Sink" s SET "caughtUpAt" = now() WHERE s."status" = 'active' AND s."failures" = 0
      AND (s."caughtUpAt" IS NULL OR s."caughtUpAt" < now() - interval '10 seconds')
      AND NOT EXISTS (SELECT 1 FROM "DeliveryFeed" f WHERE f."orgId" = s."orgId"
        AND (f."place" IS NULL OR f."place" > s."place") AND (f."sinkId" IS NULL OR f."sinkId" = s."id"))`);
