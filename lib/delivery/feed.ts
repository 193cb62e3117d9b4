/**
 * Private to this folder: the feed of what was committed. Rows are numbered by one sequencer at a time after they are
 * committed, so the order of numbers is the order in which they can be seen: a reader that has come to N has missed nothing
 * below it, however late a transaction committed.
 */
import type { Db } from "@/lib/db/client";
import { Prisma, type Sink as SinkRow } from "@/lib/db/generated/client";

/** Names the sequencer's lock; any constant that nothing else uses. */
const LOCK = 7_301_946_218;
const MOST_NUMBERED = 5_000;

/** Numbers what is committed and has no number yet; returns how many. Another that is at it is not waited for. */
export async function numberFeed(db: Db): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>(Prisma.sql`
    WITH sequencer AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${LOCK}) AS "ours"),
    fresh AS (
      SELECT f."id", nextval('"DeliveryFeed_place"') AS "place" FROM (
        SELECT "id" FROM "DeliveryFeed", sequencer WHERE sequencer."ours" AND "place" IS NULL ORDER BY "id" LIMIT ${MOST_NUMBERED}
      ) f
    ),
    numbered AS (
      UPDATE "DeliveryFeed" d SET "place" = fresh."place" FROM fresh WHERE d."id" = fresh."id" AND d."place" IS NULL RETURNING 1
    )
    SELECT count(*)::int AS "count" FROM numbered`);
  return rows[0]?.count ?? 0;
}

/** Where a sink that is new begins: everything that is numbered later is for it. */
export async function feedEnd(db: Db): Promise<bigint> {
  const rows = await db.$queryRaw<{ end: bigint }[]>(
    Prisma.sql`SELECT CASE WHEN "is_called" THEN "last_value" ELSE 0 END AS "end" FROM "DeliveryFeed_place"`,
  );
  return rows[0]?.end ?? 0n;
}

export type FeedItem = {
  source: string;
  ref: string;
  waitedMs: number;
  /** The sink's position once this one is done. */
  after: { place: bigint; placeOffset: number };
};

type FeedRow = { place: bigint; source: string; refs: string[]; waitedMs: number };

/** The next items for a sink, oldest first, wanted or not: whoever passes over one still moves on. */
export async function readFeed(db: Db, sink: SinkRow, most: number): Promise<FeedItem[]> {
  const rows = await db.$queryRaw<FeedRow[]>(Prisma.sql`
    SELECT "place", "source", "refs", "waitedMs" FROM (
      SELECT "place", "source", "refs",
        greatest(0, extract(epoch FROM clock_timestamp() - "at") * 1000)::float8 AS "waitedMs",
        sum(cardinality("refs")) OVER (ORDER BY "place") - cardinality("refs") AS "before"
      FROM (
        SELECT * FROM "DeliveryFeed"
        WHERE "orgId" = ${sink.orgId} AND "place" > ${sink.place} AND ("sinkId" IS NULL OR "sinkId" = ${sink.id})
        ORDER BY "place" LIMIT ${Math.min(most, 500) + 1}
      ) next
    ) counted WHERE "before" < ${most + sink.placeOffset} ORDER BY "place"`);
  const items: FeedItem[] = [];
  let done = sink.place;
  for (const [index, { place, source, refs, waitedMs }] of rows.entries()) {
    const skipped = index === 0 ? sink.placeOffset : 0;
    for (let at = skipped; at < refs.length && items.length < most; at++) {
      const last = at === refs.length - 1;
      items.push({
        source,
        ref: refs[at] ?? "",
        waitedMs,
        after: last ? { place, placeOffset: 0 } : { place: done, placeOffset: at + 1 },
      });
    }
    done = place;
  }
  return items;
}

/** Drops what every sink has had. What a paused or failing one still needs stays, however long that is. */
export async function trimFeed(db: Db): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    DELETE FROM "DeliveryFeed" f WHERE f."place" IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM "Sink" s WHERE s."orgId" = f."orgId" AND s."place" < f."place"
        AND (f."sinkId" IS NULL OR f."sinkId" = s."id"))`);
}

/** Samples are drawn for hours, and kept for a week. */
export const trimSamples = (db: Db): Promise<number> =>
  db.$executeRaw(Prisma.sql`DELETE FROM "DeliverySample" WHERE "minute" < now() - interval '7 days'`);
