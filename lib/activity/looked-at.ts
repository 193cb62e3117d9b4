/**
 * Private to this folder: looks at the newest calls of a time in lanes, each an index in its order and each only so far, whatever is
 * asked and however many calls there are. How far all lanes together have come is the edge: of what is newer, nothing is missing.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { Cursor } from "@/lib/shared/cursor";
import { type Asked, decidedColumns, reportedColumns } from "./asked-calls";

export type Span = { from: Date | null; to: Date | null; cursor: Cursor | null };
export type Depth = { decided: number; reported: number };

export const spanOf = ({ from, to }: { from?: string; to?: string }): Span => ({
  from: from === undefined ? null : new Date(from),
  to: to === undefined ? null : new Date(to),
  cursor: null,
});

const within = ({ from, to, cursor }: Span): Prisma.Sql[] => [
  ...(from ? [Prisma.sql`e."receivedAt" >= ${from}`] : []),
  ...(to ? [Prisma.sql`e."receivedAt" < ${to}`] : []),
  ...(cursor ? [Prisma.sql`(e."receivedAt", e."id") < (${cursor.at}, ${cursor.id})`] : []),
];

const newestFirst = Prisma.sql`ORDER BY e."receivedAt" DESC, e."id" DESC`;
const matches = (words: string, text: Prisma.Sql) =>
  Prisma.sql`"searchWords"(${text}) @@ to_tsquery('simple', ${words})`;

/** Which sources are looked through: a source that cannot hold an answer is left out, and calls of points can have an end of their own. */
export type Lanes = { decided: { to: Date | null } | null; reported: boolean; ofAgent?: string };

/**
 * The parts `looked` (source, receivedAt, id and the columns that all sources have), `edge` (one row, or none when everything was looked
 * at) and `seen`, which is what `looked` holds of the time newer than the edge, for a statement that goes on from there.
 */
export function lookedAt(ctx: Ctx, asked: Asked, span: Span, lanes: Lanes, depth: Depth): Prisma.Sql {
  const common = [
    Prisma.sql`e."orgId" = ${ctx.orgId}`,
    ...(asked.filters.traceId === undefined ? [] : [Prisma.sql`e."traceId" = ${asked.filters.traceId}`]),
    ...(lanes.ofAgent === undefined ? [] : [Prisma.sql`e."agentId" = ${lanes.ofAgent}`]),
  ];
  const tables = [
    ...(lanes.decided
      ? [decidedLanes(asked, [...common, ...within({ ...span, to: lanes.decided.to ?? span.to })], depth.decided)]
      : []),
    ...(lanes.reported ? [reportedLane(asked, [...common, ...within(span)], depth.reported)] : []),
  ];
  return Prisma.sql`
    WITH looked AS MATERIALIZED (${Prisma.join(tables, " UNION ALL ")}),
    edge AS (
      SELECT "receivedAt", "id" FROM (
        SELECT DISTINCT ON ("lane") "receivedAt", "id" FROM looked
        WHERE "lane" IN (SELECT "lane" FROM looked GROUP BY 1 HAVING count(*) = max("most"))
        ORDER BY "lane", "receivedAt", "id"
      ) ends ORDER BY 1 DESC, 2 DESC LIMIT 1
    ),
    seen AS (
      SELECT l.* FROM looked l
      WHERE l."found" AND (NOT EXISTS (SELECT FROM edge)
        OR (l."receivedAt", l."id") >= (SELECT "receivedAt", "id" FROM edge))
    )`;
}

/** One lane, or one for each of the texts that hold the words; where these are too many, the words are looked for in each call. */
function decidedLanes({ words, texts }: Asked, conditions: Prisma.Sql[], most: number): Prisma.Sql {
  const searched = words !== null && texts === null;
  const found = searched
    ? matches(words, Prisma.sql`"callText"(e."agentName", e."tool", e."reason")`)
    : Prisma.sql`true`;
  const key = Prisma.sql`"callTextKey"(e."agentName", e."tool", e."reason") = lanes."lane"::uuid`;
  const where = Prisma.join(texts === null ? conditions : [...conditions, key], " AND ");
  return Prisma.sql`
    SELECT lanes."lane", c.* FROM unnest(${[...(texts ?? ["point"])]}::text[]) AS lanes("lane") CROSS JOIN LATERAL (
      SELECT 'point' AS "source", ${most}::int AS "most", e."receivedAt", e."id", ${found} AS "found", ${decidedColumns}
      FROM "ActivityEvent" e WHERE ${where} ${newestFirst} LIMIT ${most}) c`;
}

function reportedLane({ filters, words }: Asked, conditions: Prisma.Sql[], most: number): Prisma.Sql {
  const found = words === null ? Prisma.sql`true` : matches(words, Prisma.sql`e."agentName" || ' ' || e."tool"`);
  const undecided = Prisma.sql`e."mediation" IN ('waiting', 'unmediated')`;
  const where = Prisma.join(filters.source === undefined ? [...conditions, undecided] : conditions, " AND ");
  return Prisma.sql`
    SELECT 'telemetry' AS "lane", c.* FROM (
      SELECT 'telemetry' AS "source", ${most}::int AS "most", e."receivedAt", e."id", ${found} AS "found", ${reportedColumns}
      FROM "ReportedCall" e
      LEFT JOIN "ActivityEvent" d ON e."mediation" = 'decided' AND d."orgId" = e."orgId" AND d."id" = e."decisionId"
      WHERE ${where} ${newestFirst} LIMIT ${most}) c`;
}
