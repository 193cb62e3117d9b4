/**
 * Private to this folder: what the filters ask, over the columns that every source of calls is brought to (calls of points, calls that
 * telemetry reported or somebody imported, counts by hour and day), so that a list and its counts never mean different things by one filter.
 */
import type { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { unitOf } from "@/lib/db/unit";
import { choicesIn } from "@/lib/shared/choices";
import { type CallFilters, NO_DECISION } from "./contract";
import { FacetName } from "./explorer-contract";
import { queryOf, wordsIn } from "./search-words";
import type { Told } from "./told-calls";

type Given = Omit<z.output<typeof CallFilters>, "cursor" | "limit">;
/** `chosen`: of each filter the values of which any may be met. */
export type Filters = Omit<Given, FacetName> & { chosen: Partial<Record<FacetName, readonly string[]>> };
export type Asked = {
  filters: Filters;
  /** The words as Postgres searches them; null without a search. */
  words: string | null;
  /** The texts that hold the words; null when they are so many that calls are looked at one by one instead. */
  texts: readonly string[] | null;
};

/** As many texts as calls are fetched of, each by its own way through the index. */
const MOST_TEXTS = 100;

export async function askedOf(ctx: Ctx, given: Given): Promise<Asked> {
  const { q, traceId, source, from, to } = given;
  const filters = { q, traceId, source, from, to, chosen: chosenIn(given) };
  if (q === undefined) return { filters, words: null, texts: null };
  const words = queryOf(wordsIn(q));
  const rows = await ctx.db.$queryRaw<{ key: string }[]>(Prisma.sql`
    SELECT "key"::text AS "key" FROM "ActivityText"
    WHERE "orgId" = ${ctx.orgId} AND "searchWords"("text") @@ to_tsquery('simple', ${words}) LIMIT ${MOST_TEXTS + 1}`);
  return { filters, words, texts: rows.length > MOST_TEXTS ? null : rows.map(({ key }) => key) };
}

const chosenIn = (given: Given): Filters["chosen"] =>
  Object.fromEntries(
    FacetName.options.flatMap((name) => (given[name] === undefined ? [] : [[name, choicesIn(given[name])]])),
  );

/** Columns of a call of a point, as `e`. */
export const decidedColumns = Prisma.sql`
  e."agentId", e."pepId", e."tool", coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code",
  CASE WHEN e."enforced" THEN 'enforced' ELSE 'observed' END AS "carriedOut", coalesce(e."onBehalfOf", '') AS "onBehalfOf"`;

/** The same of what others tell of, as `e` with the decision `d` that was found for it. */
export const toldColumns = Prisma.sql`
  e."agentId", CASE WHEN e."source" = 'import' THEN '' ELSE e."reporterId" END AS "pepId", e."tool",
  coalesce(d."operationClass", e."operationClass", '') AS "operationClass",
  coalesce(d."effect", e."effect", ${NO_DECISION}) AS "effect", coalesce(d."code", e."code", '') AS "code",
  CASE WHEN e."source" = 'import' THEN 'imported' WHEN e."mediation" = 'unmediated' THEN 'unmediated'
    WHEN d."enforced" THEN 'enforced' WHEN d."enforced" = false THEN 'observed' ELSE '' END AS "carriedOut",
  coalesce(e."onBehalfOf", '') AS "onBehalfOf"`;

/** The same of a count by hour or day, as `e`: on whose behalf the calls were is not counted. */
export const countedColumns = Prisma.sql`
  e."agentId", e."pepId", e."tool", e."operationClass", e."effect", e."code",
  CASE WHEN e."enforced" THEN 'enforced' ELSE 'observed' END AS "carriedOut", '' AS "onBehalfOf"`;

/** The same of a count of imported calls. */
export const importedColumns = Prisma.sql`
  e."agentId", '' AS "pepId", e."tool", e."operationClass", e."effect", e."code", 'imported' AS "carriedOut", '' AS "onBehalfOf"`;

export const columnOf = (name: FacetName): Prisma.Sql => Prisma.raw(`r."${name}"`);

/** What a row `r` of those columns, with `team` and `ownerId` of its agent, must be; `except` one filter. */
export function fitting(ctx: Ctx, filters: Filters, except?: FacetName): Prisma.Sql {
  const chosen = FacetName.options.flatMap((name) => {
    const values = name === except ? undefined : filters.chosen[name];
    if (values === undefined) return [];
    const [only, ...others] = values;
    return others.length === 0
      ? Prisma.sql`${columnOf(name)} = ${only}`
      : Prisma.sql`${columnOf(name)} = ANY(${[...values]}::text[])`;
  });
  const unit = unitOf(ctx);
  const ours = unit === null ? [] : [Prisma.sql`r."team" = ANY(${[...unit]}::text[])`];
  return Prisma.join([Prisma.sql`true`, ...ours, ...chosen], " AND ");
}

export const narrowed = (ctx: Ctx, filters: Filters): boolean =>
  unitOf(ctx) !== null || Object.keys(filters.chosen).length > 0;

/** Rows with the agent's team and owner as they are now. */
export const withAgents = (ctx: Ctx, rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT r.*, coalesce(a."team", '') AS "team", coalesce(a."ownerId", '') AS "ownerId"
  FROM ${rows} r LEFT JOIN "Agent" a ON a."id" = r."agentId" AND a."orgId" = ${ctx.orgId}`;

/** Whether counts by hour and day can answer: they do not hold texts, traces and principals. */
export const isCounted = ({ q, traceId, chosen, source }: Filters): boolean =>
  q === undefined && traceId === undefined && chosen.onBehalfOf === undefined && source !== "telemetry";

export const asksPoints = ({ source }: Pick<Filters, "source">): boolean => source === undefined || source === "point";
/** Who else than points is asked where no other source is. */
export const toldIn = ({ source }: Pick<Filters, "source">): Told[] =>
  source === "point" ? [] : source === undefined ? ["telemetry", "import"] : [source];
