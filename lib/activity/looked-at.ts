/**
 * Private to this folder: looks at the newest calls of a time in lanes, each an index in its order and each only so far, whatever is
 * asked and however many calls there are. How far all lanes together have come is the edge: of what is newer, nothing is missing.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { Cursor } from "@/lib/shared/cursor";
import { type Asked, decidedColumns, toldColumns } from "./asked-calls";
import { type Told, toldCalls, toldReason, withDecision } from "./told-calls";

export type Span = { from: Date | null; to: Date | null; cursor: Cursor | null };
export type Depth = { decided: number; told: number };

export const spanOf = ({ from, to }: { from?: string; to?: string }): Span => ({
  from: from === undefined ? null : new Date(from),
  to: to === undefined ? null : new Date(to),
  cursor: null,
});

const within = ({ from, to, cursor }: Span): Prisma.Sql[] => [
  ...(from ? [Prisma.sql`e."receivedAt" >= ${from}`] : []),
  ...(to ? [Prisma.sql`e."receivedAt" < ${to}`] : []),
  // Said twice: by the time alone the months after it are left out.
  ...(cursor
    ? [Prisma.sql`e."receivedAt" <= ${cursor.at} AND (e."receivedAt", e."id") < (${cursor.at}, ${cursor.id})`]
    : []),
];

const newestFirst = Prisma.sql`ORDER BY e."receivedAt" DESC, e."id" DESC`;
const matches = (words: string, text: Prisma.Sql) =>
  Prisma.sql`"searchWords"(${text}) @@ to_tsquery('simple', ${words})`;

/** An hour in which an agent made calls that are wanted. */
export type AgentHour = { agentId: string; from: Date };
/** How calls of points are looked through: newest first, or only in some hours of some agents. */
export type DecidedLanes = { hours: readonly AgentHour[] | null };
/** Which sources are looked through: one that cannot hold an answer is left out. */
export type Lanes = { decided: DecidedLanes | null; told: readonly Told[]; ofAgent?: string };

/**
 * The parts `looked` (source, receivedAt, id and the columns that all sources have), `edge` (one row, or none when everything was looked
 * at) and `seen`, which is what `looked` holds of the time newer than the edge, for a statement that goes on from there.
 */
export function lookedAt(ctx: Ctx, asked: Asked, span: Span, lanes: Lanes, depth: Depth): Prisma.Sql {
  const conditions = [
    Prisma.sql`e."orgId" = ${ctx.orgId}`,
    ...within(span),
    ...(asked.filters.traceId === undefined ? [] : [Prisma.sql`e."traceId" = ${asked.filters.traceId}`]),
    ...(lanes.ofAgent === undefined ? [] : [Prisma.sql`e."agentId" = ${lanes.ofAgent}`]),
  ];
  const tables = [
    ...(lanes.decided ? [decidedLanes(ctx, asked, lanes.decided, conditions, depth.decided)] : []),
    ...lanes.told.map((source) => toldLane(source, asked, conditions, depth.told)),
  ];
  return Prisma.sql`
    WITH looked AS MATERIALIZED (${Prisma.join(tables, " UNION ALL ")}),
    edge AS (
      SELECT "receivedAt", "id" FROM looked WHERE "place" = "most" ORDER BY "receivedAt" DESC, "id" DESC LIMIT 1
    ),
    seen AS (
      SELECT l.* FROM looked l
      WHERE l."found" AND (NOT EXISTS (SELECT FROM edge)
        OR (l."receivedAt", l."id") >= (SELECT "receivedAt", "id" FROM edge))
    )`;
}

/** What each lane gives of its calls, newest first: `place` counts them, so that a lane that was not looked through to its end shows. */
const common = (source: "point" | Told, most: number, found: Prisma.Sql) => Prisma.sql`
  ${source}::text AS "source", ${most}::int AS "most", row_number() OVER (${newestFirst})::int AS "place", e."receivedAt", e."id",
  ${found} AS "found"`;

/**
 * One lane; or one for each of the texts that hold the words, or for each hour of an agent. Where the texts are too many, the words are
 * looked for in each call.
 */
function decidedLanes(
  ctx: Ctx,
  { words, texts }: Asked,
  { hours }: DecidedLanes,
  conditions: Prisma.Sql[],
  most: number,
): Prisma.Sql {
  const text = Prisma.sql`"callTextKey"(e."agentName", e."tool", e."reason")`;
  const found = words !== null && texts === null ? Prisma.sql`${text} IN (${textsWith(ctx, words)})` : Prisma.sql`true`;
  const lane = (by: Prisma.Sql[]) => Prisma.sql`
    SELECT ${common("point", most, found)}, ${decidedColumns} FROM "ActivityEvent" e
    WHERE ${Prisma.join([...conditions, ...by], " AND ")} ${newestFirst} LIMIT ${most}`;
  if (hours !== null) {
    const inHour = Prisma.sql`e."agentId" = h."agentId" AND e."receivedAt" >= h."from"
      AND e."receivedAt" < h."from" + interval '1 hour'`;
    const pairs = Prisma.sql`unnest(${hours.map(({ agentId }) => agentId)}::text[], ${hours.map(({ from }) => from)}::timestamptz[])`;
    return Prisma.sql`SELECT c.* FROM ${pairs} AS h("agentId", "from") CROSS JOIN LATERAL (${lane([inHour])}) c`;
  }
  if (texts === null) return Prisma.sql`SELECT c.* FROM (${lane([])}) c`;
  return Prisma.sql`
    SELECT c.* FROM unnest(${[...texts]}::uuid[]) AS t("key") CROSS JOIN LATERAL (${lane([Prisma.sql`${text} = t."key"`])}) c`;
}

/** Texts of these calls are not kept by themselves: the words are looked for in each. */
function toldLane(source: Told, { filters, words }: Asked, conditions: Prisma.Sql[], most: number): Prisma.Sql {
  const found =
    words === null
      ? Prisma.sql`true`
      : matches(words, Prisma.sql`concat_ws(' ', e."agentName", e."tool", ${toldReason})`);
  const where = Prisma.join(
    filters.source === undefined ? [...conditions, Prisma.sql`e."listed"`] : conditions,
    " AND ",
  );
  return Prisma.sql`
    SELECT c.* FROM (
      SELECT ${common(source, most, found)}, ${toldColumns} FROM ${toldCalls([source])} e ${withDecision}
      WHERE ${where} ${newestFirst} LIMIT ${most}) c`;
}

/** Texts of calls of points that hold the words. */
const textsWith = ({ orgId }: Ctx, words: string) => Prisma.sql`
  SELECT t."key" FROM "ActivityText" t WHERE t."orgId" = ${orgId} AND ${matches(words, Prisma.sql`t."text"`)}`;
