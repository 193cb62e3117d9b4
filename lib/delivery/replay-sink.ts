import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma, type Sink as SinkRow } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { replaySinkOp } from "./contract";
import { wantsSource } from "./load-items";
import { loadSink, sinkTarget } from "./rows";

const MOST_EVENTS = 1_000_000;
/** Refs of one row of the feed. */
const IN_ROW = 500;

const whole = Prisma.sql`true`;
const id = Prisma.sql`"id"`;
/** Where each source keeps its rows, what the feed calls one, which of them go out, and by which time a range is meant. */
const tables = [
  { source: "audit", table: "AuditEntry", ref: id, which: whole, time: "at" },
  { source: "call", table: "ActivityEvent", ref: id, which: whole, time: "receivedAt" },
  { source: "outcome", table: "ActivityOutcome", ref: Prisma.sql`"callId"`, which: whole, time: "receivedAt" },
  { source: "gap", table: "ActivityGap", ref: id, which: whole, time: "receivedAt" },
  {
    source: "reported",
    table: "ReportedCall",
    ref: Prisma.sql`"mediation" || ' ' || "id"`,
    which: Prisma.sql`"mediation" IN ('decided', 'unmediated')`,
    time: "receivedAt",
  },
] as const;
type Table = (typeof tables)[number];
type Range = { from: string; to: string };

/** The events of a range go into the feed once more, for this sink alone; they get new numbers and keep their ids. */
export const replaySink = command(replaySinkOp, async (tx, { id, from, to, dryRun }) => {
  const sink = await loadSink(tx, id);
  const range = { from, to };
  if (Date.parse(from) >= Date.parse(to)) throw new Refusal("invalid_input", "The range ends before it begins.");
  const wanted = tables.filter(({ source }) => wantsSource(sink, source));
  let events = 0;
  for (const table of wanted) events += await count(tx, table, range);
  if (dryRun) return { result: { events, queued: false }, event: "repetition" };
  if (events > MOST_EVENTS) {
    throw new Refusal(
      "conflict",
      `The range holds ${events} events; at most ${MOST_EVENTS} are sent again at once. Narrow it.`,
    );
  }
  for (const table of wanted) await queue(tx, table, range, sink);
  return {
    result: { events, queued: events > 0 },
    event: { action: "sink.replayed", target: sinkTarget(sink), detail: { from, to, events } },
  };
});

/** The names are ours, never anybody's input. */
const rowsOf = (tx: TxCtx, { table, ref, which, time }: Table, { from, to }: Range) => Prisma.sql`
  SELECT ${ref} AS "ref", ${Prisma.raw(`"${time}"`)} AS "time" FROM ${Prisma.raw(`"${table}"`)}
  WHERE "orgId" = ${tx.orgId} AND ${which} AND ${Prisma.raw(`"${time}"`)} >= ${new Date(from)} AND ${Prisma.raw(`"${time}"`)} < ${new Date(to)}`;

async function count(tx: TxCtx, table: Table, range: Range): Promise<number> {
  const rows = await tx.db.$queryRaw<{ count: number }[]>(
    Prisma.sql`SELECT count(*)::int AS "count" FROM (${rowsOf(tx, table, range)}) found`,
  );
  return rows[0]?.count ?? 0;
}

const queue = (tx: TxCtx, table: Table, range: Range, sink: SinkRow): Promise<number> =>
  tx.db.$executeRaw(Prisma.sql`
    INSERT INTO "DeliveryFeed" ("orgId", "source", "refs", "sinkId")
    SELECT ${tx.orgId}, ${table.source}, array_agg("ref" ORDER BY "time", "ref"), ${sink.id}
    FROM (
      SELECT "ref", "time", (row_number() OVER (ORDER BY "time", "ref") - 1) / ${IN_ROW} AS "chunk"
      FROM (${rowsOf(tx, table, range)}) found
    ) chunked GROUP BY "chunk" ORDER BY "chunk"`);
