/**
 * Opens and clears the findings about points. One look reads the whole fleet in one statement and what is on record in another;
 * only what differs is written, so that a quiet fleet of any size costs two reads.
 */
import { type Ctx, databaseNow, type TxCtx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { clearFinding } from "@/lib/findings/clear-finding";
import { findingKey, type NewFinding, raiseFinding } from "@/lib/findings/raise-finding";
import { digestOf } from "@/sdk/canonical";
import { CLEARED, troublesOf, WATCHED_KINDS, type WatchedKind, type WatchedRow } from "./fleet-findings";
import { fleetOf } from "./fleet-sql";

/** Written together: short enough that nobody waits long for the rows that one transaction holds. */
const BATCH = 50;

type Known = { key: string; kind: WatchedKind; subjectId: string; status: string; factsDigest: string | null };
type Change = { key: string; make(tx: TxCtx): Promise<unknown> };

/** How many findings were opened or told anew, and how many cleared. */
export async function watchFleet(ctx: Ctx): Promise<{ raised: number; cleared: number }> {
  const now = await databaseNow(ctx.db);
  const [rows, known] = await Promise.all([
    ctx.db.$queryRaw<WatchedRow[]>(Prisma.sql`WITH ${fleetOf(ctx.orgId, now)}
      SELECT "id", "name", "state", "strength", "demanded", "weak", "drifting", "gappy", "skewed", "revision",
        "desiredRevision", "refusedRevision", "refusedReason", "lastSeenAt", "lost", "gaps", "skewMs"
      FROM fleet WHERE "weak" OR "drifting" OR "gappy" OR "skewed" OR "state" = 'unreachable'`),
    knownOf(ctx),
  ]);
  const due = new Map(rows.flatMap(troublesOf).map((found) => [findingKey(found.kind, found.subject.id), found]));
  const raises = raisesOf(due, known);
  const clears = clearsOf(due, known);
  await carryOut(ctx, [...raises, ...clears]);
  return { raised: raises.length, cleared: clears.length };
}

function knownOf(ctx: Ctx): Promise<Known[]> {
  return ctx.db.$queryRaw<Known[]>(Prisma.sql`
    SELECT "key", "kind", "subjectId", "status", "factsDigest" FROM "Finding"
    WHERE "orgId" = ${ctx.orgId} AND "subjectKind" = 'point' AND "kind" = ANY(${[...WATCHED_KINDS]})
      AND ("status" = 'open' OR ("status" = 'dismissed' AND "factsDigest" IS NOT NULL))`);
}

function raisesOf(due: ReadonlyMap<string, NewFinding>, known: readonly Known[]): Change[] {
  const told = new Set(known.map(({ key, factsDigest }) => `${key} ${factsDigest}`));
  return [...due].flatMap(([key, found]) =>
    told.has(`${key} ${digestOf(found.facts ?? found.detail ?? {})}`)
      ? []
      : [{ key, make: (tx: TxCtx) => raiseFinding(tx, found) }],
  );
}

function clearsOf(due: ReadonlyMap<string, NewFinding>, known: readonly Known[]): Change[] {
  const over = new Map(known.filter(({ key }) => !due.has(key)).map((one) => [one.key, one]));
  return [...over.values()].map(({ key, kind, subjectId }) => ({
    key,
    make: (tx: TxCtx) => clearFinding(tx, { kind, subjectId, why: CLEARED[kind] }),
  }));
}

/** In the order of their keys, so that two workers never wait for each other in a ring. */
async function carryOut(ctx: Ctx, changes: Change[]): Promise<void> {
  const ordered = changes.sort((a, b) => (a.key < b.key ? -1 : 1));
  for (let start = 0; start < ordered.length; start += BATCH) {
    await transaction(ctx, async (tx) => {
      for (const change of ordered.slice(start, start + BATCH)) await change.make(tx);
    });
  }
}
