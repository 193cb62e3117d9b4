/**
 * Private to this folder: from what calls are counted. From the counts that are kept by day and hour, with the calls of the first and last
 * hour beside them, where these can answer and are few enough; else from the newest calls of the time, which is then said.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type Asked, countedColumns, decidedColumns, isCounted, reportedColumns } from "./asked-calls";
import { type Stretch, type Stretches, stretchesOf, widened } from "./count-spans";
import { lookedAt, type Span } from "./looked-at";

/** Most rows that are read to answer once: the counts of days and hours, calls one by one, and calls of which the newest are taken. */
const MOST_COUNTS = 200_000;
const MOST_CALLS = 20_000;
const SAMPLE = 10_000;
/** The same where a single filter is counted so. */
export const SMALL_SAMPLE = 5_000;

export const callColumns = Prisma.raw(
  ["agentId", "pepId", "tool", "operationClass", "effect", "code", "carriedOut", "onBehalfOf"]
    .map((name) => `"${name}"`)
    .join(", "),
);

/** The beginning of a statement: `counted` holds the columns, `at`, and how many `calls`; with `looked` and `edge` if it is a sample. */
export type Counted = { kind: "exact" | "wholeHours" | "newest"; statement: Prisma.Sql };

export async function countedRows(ctx: Ctx, asked: Asked, span: Span): Promise<Counted> {
  if (!isCounted(asked.filters)) return sampleOf(ctx, asked, span);
  const parts = stretchesOf(span);
  const cost = await costOf(ctx, parts, reportedIn(asked, span));
  if (cost.counts > MOST_COUNTS || cost.reported > MOST_CALLS) return sampleOf(ctx, asked, span);
  if (cost.calls <= MOST_CALLS) return { kind: "exact", statement: countsOf(ctx, parts, reportedIn(asked, span)) };
  if (parts.days.length + parts.hours.length === 0) return sampleOf(ctx, asked, span);
  const whole = widened(span);
  return { kind: "wholeHours", statement: countsOf(ctx, stretchesOf(whole), reportedIn(asked, whole)) };
}

/** The newest calls of the time, whichever they are: what they have in common with the others is not known. */
export function sampleOf(ctx: Ctx, asked: Asked, span: Span, size = SAMPLE): Counted {
  const { source } = asked.filters;
  const lanes = { decided: source === "telemetry" ? null : { hours: null }, reported: source !== "point" };
  const texts = asked.texts?.length ?? 1;
  const decided = texts === 0 ? { ...lanes, decided: null } : lanes;
  if (!decided.decided && !decided.reported) return { kind: "exact", statement: none };
  const depth = { decided: Math.ceil(size / Math.max(1, texts)), reported: size };
  return {
    kind: "newest",
    statement: Prisma.sql`${lookedAt(ctx, asked, span, decided, depth)},
      counted AS (SELECT "receivedAt" AS "at", ${callColumns}, 1 AS "calls" FROM seen)`,
  };
}

const none = Prisma.sql`
  WITH counted AS (
    SELECT e."receivedAt" AS "at", ${decidedColumns}, 1 AS "calls" FROM "ActivityEvent" e WHERE false
  )`;

const reportedIn = ({ filters }: Asked, span: Stretch): Stretch | null => (filters.source === "point" ? null : span);

const within = (column: Prisma.Sql, { from, to }: Stretch): Prisma.Sql => Prisma.sql`
  ${from ? Prisma.sql`AND ${column} >= ${from}` : Prisma.empty} ${to ? Prisma.sql`AND ${column} < ${to}` : Prisma.empty}`;
const begun = Prisma.sql`e."from"`;
const received = Prisma.sql`e."receivedAt"`;
const undecided = Prisma.sql`e."mediation" IN ('waiting', 'unmediated')`;

function countsOf(ctx: Ctx, { days, hours, calls }: Stretches, reported: Stretch | null): Prisma.Sql {
  const ofOrg = Prisma.sql`e."orgId" = ${ctx.orgId}`;
  const kept = (table: "ActivityDay" | "ActivityHour") => (stretch: Stretch) =>
    Prisma.sql`
    SELECT e."from" AS "at", ${countedColumns}, e."calls" FROM ${Prisma.raw(`"${table}"`)} e
    WHERE ${ofOrg} AND e."calls" > 0 ${within(begun, stretch)}`;
  const each = (stretch: Stretch) => Prisma.sql`
    SELECT e."receivedAt" AS "at", ${decidedColumns}, 1 AS "calls" FROM "ActivityEvent" e
    WHERE ${ofOrg} ${within(received, stretch)}`;
  const told = (stretch: Stretch) => Prisma.sql`
    SELECT e."receivedAt" AS "at", ${reportedColumns}, 1 AS "calls" FROM "ReportedCall" e
    LEFT JOIN "ActivityEvent" d ON false WHERE ${ofOrg} AND ${undecided} ${within(received, stretch)}`;
  const parts = [
    ...days.map(kept("ActivityDay")),
    ...hours.map(kept("ActivityHour")),
    ...calls.map(each),
    ...(reported ? [told(reported)] : []),
  ];
  return Prisma.sql`WITH counted AS (${Prisma.join(parts, " UNION ALL ")})`;
}

type Cost = { counts: number; calls: number; reported: number };

/** How many rows would be read, counted only as far as matters. */
async function costOf(ctx: Ctx, { days, hours, calls }: Stretches, reported: Stretch | null): Promise<Cost> {
  const rows = (table: string, stretches: Stretch[], most: number, column: Prisma.Sql, also = Prisma.empty) => {
    const parts = stretches.map(
      (stretch) => Prisma.sql`(SELECT FROM ${Prisma.raw(`"${table}"`)} e
        WHERE e."orgId" = ${ctx.orgId} ${also} ${within(column, stretch)} LIMIT ${most + 1})`,
    );
    if (parts.length === 0) return Prisma.sql`0`;
    return Prisma.sql`(SELECT count(*)::int FROM (${Prisma.join(parts, " UNION ALL ")}) parts)`;
  };
  const [cost] = await ctx.db.$queryRaw<Cost[]>(Prisma.sql`
    SELECT ${rows("ActivityDay", days, MOST_COUNTS, begun)} + ${rows("ActivityHour", hours, MOST_COUNTS, begun)} AS "counts",
      ${rows("ActivityEvent", calls, MOST_CALLS, received)} AS "calls",
      ${rows("ReportedCall", reported ? [reported] : [], MOST_CALLS, received, Prisma.sql`AND ${undecided}`)} AS "reported"`);
  return cost ?? { counts: 0, calls: 0, reported: 0 };
}
