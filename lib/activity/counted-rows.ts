/**
 * Private to this folder: from what calls are counted. From the counts that are kept by day and hour, with the calls of the first and last
 * hour beside them, where these can answer and are few enough; else from the newest calls of the time, which is then said.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import {
  type Asked,
  asksPoints,
  countedColumns,
  decidedColumns,
  type Filters,
  importedColumns,
  isCounted,
  toldColumns,
  toldIn,
} from "./asked-calls";
import { type Stretch, type Stretches, stretchesOf, widened } from "./count-spans";
import { lookedAt, type Span } from "./looked-at";
import { type Told, toldCalls } from "./told-calls";

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
  const { filters } = asked;
  if (!isCounted(filters)) return sampleOf(ctx, asked, span);
  const parts = stretchesOf(span);
  const cost = await costOf(ctx, filters, parts, span);
  if (cost.counts > MOST_COUNTS || cost.reported > MOST_CALLS) return sampleOf(ctx, asked, span);
  if (cost.calls <= MOST_CALLS) return { kind: "exact", statement: countsOf(ctx, filters, parts, span) };
  if (parts.days.length + parts.hours.length === 0) return sampleOf(ctx, asked, span);
  const whole = widened(span);
  return { kind: "wholeHours", statement: countsOf(ctx, filters, stretchesOf(whole), whole) };
}

/** The newest calls of the time, whichever they are: what they have in common with the others is not known. */
export function sampleOf(ctx: Ctx, asked: Asked, span: Span, size = SAMPLE): Counted {
  const texts = asked.texts?.length ?? 1;
  const decided = asksPoints(asked.filters) && texts > 0 ? { hours: null } : null;
  const told = toldIn(asked.filters);
  if (!decided && told.length === 0) return { kind: "exact", statement: none };
  const depth = { decided: Math.ceil(size / Math.max(1, texts)), told: size };
  return {
    kind: "newest",
    statement: Prisma.sql`${lookedAt(ctx, asked, span, { decided, told }, depth)},
      counted AS (SELECT "receivedAt" AS "at", ${callColumns}, 1 AS "calls" FROM seen)`,
  };
}

const none = Prisma.sql`
  WITH counted AS (
    SELECT e."receivedAt" AS "at", ${decidedColumns}, 1 AS "calls" FROM "ActivityEvent" e WHERE false
  )`;

const within = (column: Prisma.Sql, { from, to }: Stretch): Prisma.Sql => Prisma.sql`
  ${from ? Prisma.sql`AND ${column} >= ${from}` : Prisma.empty} ${to ? Prisma.sql`AND ${column} < ${to}` : Prisma.empty}`;
const begun = Prisma.sql`e."from"`;
const received = Prisma.sql`e."receivedAt"`;

type Kept = { table: string; columns: Prisma.Sql };

/** Where calls are counted by the day or the hour. */
const keptIn = (filters: Filters, unit: "Day" | "Hour"): Kept[] => [
  ...(asksPoints(filters) ? [{ table: `Activity${unit}`, columns: countedColumns }] : []),
  ...(toldIn(filters).includes("import") ? [{ table: `Imported${unit}`, columns: importedColumns }] : []),
];

/** Telemetry is counted call by call in all of the time. */
function countsOf(ctx: Ctx, filters: Filters, { days, hours, calls }: Stretches, whole: Stretch): Prisma.Sql {
  const ofOrg = Prisma.sql`e."orgId" = ${ctx.orgId}`;
  const kept = (unit: "Day" | "Hour", stretches: readonly Stretch[]) =>
    keptIn(filters, unit).flatMap(({ table, columns }) =>
      stretches.map(
        (stretch) => Prisma.sql`
        SELECT e."from" AS "at", ${columns}, e."calls" FROM ${Prisma.raw(`"${table}"`)} e
        WHERE ${ofOrg} AND e."calls" > 0 ${within(begun, stretch)}`,
      ),
    );
  const each = (stretch: Stretch) => Prisma.sql`
    SELECT e."receivedAt" AS "at", ${decidedColumns}, 1 AS "calls" FROM "ActivityEvent" e
    WHERE ${ofOrg} ${within(received, stretch)}`;
  const told = (source: Told) => (stretch: Stretch) =>
    Prisma.sql`
    SELECT e."receivedAt" AS "at", ${toldColumns}, 1 AS "calls" FROM ${toldCalls([source])} e
    LEFT JOIN "ActivityEvent" d ON false WHERE ${ofOrg} AND e."listed" ${within(received, stretch)}`;
  const sources = toldIn(filters);
  const parts = [
    ...kept("Day", days),
    ...kept("Hour", hours),
    ...(asksPoints(filters) ? calls.map(each) : []),
    ...(sources.includes("import") ? calls.map(told("import")) : []),
    ...(sources.includes("telemetry") ? [told("telemetry")(whole)] : []),
  ];
  return parts.length === 0 ? none : Prisma.sql`WITH counted AS (${Prisma.join(parts, " UNION ALL ")})`;
}

type Cost = { counts: number; calls: number; reported: number };

/** How many rows would be read, counted only as far as matters. */
async function costOf(ctx: Ctx, filters: Filters, { days, hours, calls }: Stretches, whole: Stretch): Promise<Cost> {
  const ofOrg = Prisma.sql`e."orgId" = ${ctx.orgId}`;
  const rows = (tables: readonly Prisma.Sql[], stretches: readonly Stretch[], most: number, column: Prisma.Sql) => {
    const parts = tables.flatMap((table) =>
      stretches.map(
        (stretch) => Prisma.sql`(SELECT FROM ${table} WHERE ${ofOrg} ${within(column, stretch)} LIMIT ${most + 1})`,
      ),
    );
    if (parts.length === 0) return Prisma.sql`0`;
    return Prisma.sql`(SELECT count(*)::int FROM (${Prisma.join(parts, " UNION ALL ")}) parts)`;
  };
  const kept = (unit: "Day" | "Hour") => keptIn(filters, unit).map(({ table }) => Prisma.raw(`"${table}" e`));
  const sources = toldIn(filters);
  const each = [
    ...(asksPoints(filters) ? [Prisma.sql`"ActivityEvent" e`] : []),
    ...(sources.includes("import") ? [Prisma.sql`${toldCalls(["import"])} e`] : []),
  ];
  const telemetry = sources.includes("telemetry")
    ? [Prisma.sql`(SELECT * FROM ${toldCalls(["telemetry"])} e WHERE e."listed") e`]
    : [];
  const [cost] = await ctx.db.$queryRaw<Cost[]>(Prisma.sql`
    SELECT ${rows(kept("Day"), days, MOST_COUNTS, begun)} + ${rows(kept("Hour"), hours, MOST_COUNTS, begun)} AS "counts",
      ${rows(each, calls, MOST_CALLS, received)} AS "calls",
      ${rows(telemetry, [whole], MOST_CALLS, received)} AS "reported"`);
  return cost ?? { counts: 0, calls: 0, reported: 0 };
}
