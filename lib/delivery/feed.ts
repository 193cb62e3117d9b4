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

/** A row may hold one event or hundreds, and is read whole: few are asked for at first, more when they hold little. */
const FIRST_ROWS = 4;
const MOST_ROWS = 256;

/** The next items for a sink, oldest first, wanted or not: whoever passes over one still moves on. */
export async function readFeed(db: Db, sink: SinkRow, most: number): Promise<FeedItem[]> {
  const items: FeedItem[] = [];
  let done = sink.place;
  for (let limit = FIRST_ROWS; items.length < most; limit = Math.min(MOST_ROWS, limit * 4)) {
    const rows = await readRows(db, sink, done, limit);
    for (const row of rows) {
      const skipped = done === sink.place ? sink.placeOffset : 0;
      items.push(...itemsOf(row, done, skipped, most - items.length));
      done = row.place;
    }
    if (rows.length < limit) break;
  }
  return items;
}

const readRows = (db: Db, sink: SinkRow, after: bigint, limit: number): Promise<FeedRow[]> =>
  db.$queryRaw<FeedRow[]>(Prisma.sql`
    SELECT "place", "source", "refs", greatest(0, extract(epoch FROM clock_timestamp() - "at") * 1000)::float8 AS "waitedMs"
    FROM "DeliveryFeed"
    WHERE "orgId" = ${sink.orgId} AND "place" > ${after} AND ("sinkId" IS NULL OR "sinkId" = ${sink.id})
    ORDER BY "place" LIMIT ${limit}`);

/** `before` is the row that was wholly done before this one. */
function itemsOf(
  { place, source, refs, waitedMs }: FeedRow,
  before: bigint,
  skipped: number,
  most: number,
): FeedItem[] {
  return refs.slice(skipped, skipped + Math.max(0, most)).map((ref, index) => {
    const taken = skipped + index + 1;
    const after = taken === refs.length ? { place, placeOffset: 0 } : { place: before, placeOffset: taken };
    return { source, ref, waitedMs, after };
  });
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
