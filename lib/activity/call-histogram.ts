/** Private to this folder: calls over time by decision, from the counts by minute, hour or day where they can answer. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import {
  type Asked,
  asksPoints,
  countedColumns,
  fitting,
  importedColumns,
  isCounted,
  narrowed,
  toldColumns,
  toldIn,
  withAgents,
} from "./asked-calls";
import { sampleOf } from "./counted-rows";
import type { Basis, CallCounts } from "./explorer-contract";
import type { Span } from "./looked-at";
import { bucketSeconds } from "./rules";
import { toldCalls } from "./told-calls";

type Histogram = CallCounts["histogram"];
type Time = { from: Date; to: Date };
type Bucket = { from: Date; allow: number; deny: number; hold: number; none: number };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A filtered time up to this is counted call by call, a longer one by the hour, a much longer one by the day. */
const FEW_HOURS = 6 * HOUR;
const MANY_DAYS = 14 * DAY;
/** Counts by minute are read up to this. */
const MOST_MINUTES = 31 * DAY;
const MOST_ROWS = 200_000;
const MOST_TOLD = 20_000;

/** `sampled`: what the newest calls of this time are known to be, where they were looked at already. */
type Wanted = { span: Span; now: Date; sampled: Basis | null };

export async function histogramOf(ctx: Ctx, asked: Asked, { span, now, sampled }: Wanted): Promise<Histogram> {
  const time = await timeOf(ctx, span, now);
  const length = time.to.getTime() - time.from.getTime();
  const table = tableFor(ctx, asked, length);
  const seconds = Math.max(bucketSeconds(length / HOUR), table === null ? 60 : widths[table] / 1000);
  if (table !== null) {
    const whole = alignedTo(widths[table], time);
    if (await isFew(ctx, asked, table, whole)) {
      const moved = whole.from < time.from || (span.to !== null && whole.to > time.to);
      const basis: Basis = { kind: moved && table !== "ActivityMinute" ? "wholeHours" : "exact" };
      return drawn(basis, whole, seconds, await bucketsOf(ctx, seconds, countsOf(ctx, asked, table, whole)));
    }
  }
  return histogramOfSample(ctx, asked, { span, time, seconds, basis: sampled });
}

type Table = "ActivityMinute" | "ActivityHour" | "ActivityDay";
const widths: Record<Table, number> = { ActivityMinute: 60_000, ActivityHour: HOUR, ActivityDay: DAY };

/** Null: no counts can answer. */
function tableFor(ctx: Ctx, { filters }: Asked, length: number): Table | null {
  if (!isCounted(filters)) return null;
  if (!narrowed(ctx, filters) && length <= MOST_MINUTES) return "ActivityMinute";
  if (length <= FEW_HOURS) return null;
  return length <= MANY_DAYS ? "ActivityHour" : "ActivityDay";
}

const alignedTo = (width: number, { from, to }: Time): Time => ({
  from: new Date(Math.floor(from.getTime() / width) * width),
  to: new Date(Math.ceil(to.getTime() / width) * width),
});

/** All time begins with the first call that is counted. */
async function timeOf(ctx: Ctx, { from, to }: Span, now: Date): Promise<Time> {
  const end = to ?? now;
  if (from) return { from: from < end ? from : end, to: end };
  const [row] = await ctx.db.$queryRaw<{ first: Date | null }[]>(Prisma.sql`
    SELECT least((SELECT min("from") FROM "ActivityDay" WHERE "orgId" = ${ctx.orgId}),
      (SELECT min("receivedAt") FROM "ReportedCall" WHERE "orgId" = ${ctx.orgId}),
      (SELECT min("from") FROM "ImportedDay" WHERE "orgId" = ${ctx.orgId})) AS "first"`);
  const first = row?.first ?? new Date(end.getTime() - DAY);
  return { from: first < end ? first : end, to: end };
}

type Part = { from: Prisma.Sql; most: number };

/**
 * What is counted: points by the table, imported calls by the hour or day where that is a table of theirs, and all others one by one.
 * Each as rows with `at`, the columns of a call, and `calls`.
 */
function partsOf({ filters }: Asked, table: Table, where: (column: Prisma.Sql) => Prisma.Sql): Part[] {
  const told = toldIn(filters);
  const unit = table === "ActivityDay" ? "Day" : "Hour";
  const single = table === "ActivityMinute" ? told : told.filter((source) => source !== "import");
  const begun = where(Prisma.sql`e."from"`);
  const kept = (name: string, columns: Prisma.Sql) => Prisma.sql`
    SELECT e."from" AS "at", ${columns}, e."calls" FROM ${Prisma.raw(`"${name}"`)} e WHERE ${begun}`;
  const minutes = Prisma.sql`
    SELECT e."from" AS "at", '' AS "agentId", '' AS "pepId", '' AS "tool", '' AS "operationClass", d."effect", '' AS "code",
      '' AS "carriedOut", '' AS "onBehalfOf", d."calls" FROM "ActivityMinute" e
    CROSS JOIN LATERAL (VALUES ('allow', e."allow"), ('deny', e."deny"), ('hold', e."hold")) AS d("effect", "calls")
    WHERE ${begun}`;
  const points = table === "ActivityMinute" ? minutes : kept(table, countedColumns);
  const each = () => Prisma.sql`
    SELECT e."receivedAt" AS "at", ${toldColumns}, 1 AS "calls" FROM ${toldCalls(single)} e
    LEFT JOIN "ActivityEvent" d ON false WHERE e."listed" AND ${where(Prisma.sql`e."receivedAt"`)}`;
  return [
    ...(asksPoints(filters) ? [{ from: points, most: table === "ActivityMinute" ? Infinity : MOST_ROWS }] : []),
    ...(told.length > single.length ? [{ from: kept(`Imported${unit}`, importedColumns), most: MOST_ROWS }] : []),
    ...(single.length > 0 ? [{ from: each(), most: MOST_TOLD }] : []),
  ];
}

const withinTime =
  (ctx: Ctx, { from, to }: Time) =>
  (column: Prisma.Sql) =>
    Prisma.sql`
  e."orgId" = ${ctx.orgId} AND ${column} >= ${from} AND ${column} < ${to}`;

async function isFew(ctx: Ctx, asked: Asked, table: Table, time: Time): Promise<boolean> {
  const bounded = partsOf(asked, table, withinTime(ctx, time)).filter(({ most }) => most !== Infinity);
  const tooMany = bounded.map(
    ({ from, most }) => Prisma.sql`(SELECT count(*) FROM (SELECT FROM (${from}) p LIMIT ${most + 1}) q) > ${most}`,
  );
  if (tooMany.length === 0) return true;
  const [row] = await ctx.db.$queryRaw<{ many: boolean }[]>(
    Prisma.sql`SELECT ${Prisma.join(tooMany, " OR ")} AS "many"`,
  );
  return row?.many === false;
}

/** A statement's beginning, with `counted`: at, effect, calls. */
function countsOf(ctx: Ctx, asked: Asked, table: Table, time: Time): Prisma.Sql {
  const parts = partsOf(asked, table, withinTime(ctx, time)).map(({ from }) => from);
  const all = Prisma.sql`(${Prisma.join(parts, " UNION ALL ")})`;
  // Counts by minute do not say of whom, and are asked only where that does not matter.
  if (table === "ActivityMinute") return Prisma.sql`WITH counted AS (SELECT "at", "effect", "calls" FROM ${all} r)`;
  return Prisma.sql`WITH counted AS (
    SELECT r."at", r."effect", r."calls" FROM (${withAgents(ctx, all)}) r WHERE ${fitting(ctx, asked.filters)})`;
}

type Sampled = { span: Span; time: Time; seconds: number; basis: Basis | null };

async function histogramOfSample(ctx: Ctx, asked: Asked, { span, time, seconds, basis }: Sampled): Promise<Histogram> {
  const sample = sampleOf(ctx, asked, span);
  const fit = Prisma.sql`${sample.statement},
    fit AS (SELECT r.* FROM (${withAgents(ctx, Prisma.sql`counted`)}) r WHERE ${fitting(ctx, asked.filters)})`;
  const buckets = await bucketsOf(ctx, seconds, fit, Prisma.sql`fit`);
  return drawn(basis ?? (await sampleBasis(ctx, sample)), alignedTo(60_000, time), seconds, buckets);
}

async function sampleBasis(ctx: Ctx, { kind, statement }: ReturnType<typeof sampleOf>): Promise<Basis> {
  if (kind !== "newest") return { kind };
  const [edge] = await ctx.db.$queryRaw<{ calls: number; since: Date }[]>(Prisma.sql`
    ${statement}
    SELECT (SELECT count(*) FROM looked l WHERE (l."receivedAt", l."id") >= (edge."receivedAt", edge."id"))::int AS "calls",
      edge."receivedAt" AS "since" FROM edge`);
  return edge ? { kind, calls: edge.calls, since: edge.since.toISOString() } : { kind: "exact" };
}

const bucketsOf = (
  ctx: Ctx,
  seconds: number,
  statement: Prisma.Sql,
  rows: Prisma.Sql = Prisma.sql`counted`,
): Promise<Bucket[]> =>
  ctx.db.$queryRaw<Bucket[]>(Prisma.sql`
    ${statement}
    SELECT date_bin(make_interval(secs => ${seconds}::int), c."at", 'epoch'::timestamptz) AS "from",
      coalesce(sum(c."calls") FILTER (WHERE c."effect" = 'allow'), 0)::float8 AS "allow",
      coalesce(sum(c."calls") FILTER (WHERE c."effect" = 'deny'), 0)::float8 AS "deny",
      coalesce(sum(c."calls") FILTER (WHERE c."effect" = 'hold'), 0)::float8 AS "hold",
      coalesce(sum(c."calls") FILTER (WHERE c."effect" = 'none'), 0)::float8 AS "none"
    FROM ${rows} c GROUP BY 1 HAVING sum(c."calls") > 0 ORDER BY 1`);

const drawn = (basis: Basis, { from, to }: Time, seconds: number, buckets: readonly Bucket[]): Histogram => ({
  basis,
  from: from.toISOString(),
  to: to.toISOString(),
  bucketSeconds: seconds,
  buckets: buckets.map((bucket) => ({ ...bucket, from: bucket.from.toISOString() })),
});
