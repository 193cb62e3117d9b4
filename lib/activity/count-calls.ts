import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type Asked, askedOf, columnOf, type Filters, fitting, isCounted, withAgents } from "./asked-calls";
import { histogramOf } from "./call-histogram";
import { type Counted, callColumns, countedRows, SMALL_SAMPLE, sampleOf } from "./counted-rows";
import { type Basis, type CallFacet, countCallsOp, FacetName } from "./explorer-contract";
import { labelled } from "./facet-labels";
import { type Span, spanOf } from "./looked-at";

/** So many values of each filter, the most frequent. */
const MOST_VALUES = 12;

export const countCalls = query(countCallsOp, async (ctx, given) => {
  const now = await databaseNow(ctx.db);
  const asked = await askedOf(ctx, given);
  const { filters } = asked;
  const span = spanOf(filters);
  const counted = await countedRows(ctx, asked, span);
  const { total, facets } = await facetsOf(ctx, filters, counted, FacetName.options);
  // The counts that are kept do not say on whose behalf calls were.
  const principals = isCounted(filters) ? await principalsOf(ctx, asked, span) : undefined;
  const found = facets.map((facet) => (facet.name === principals?.name ? principals : facet));
  return {
    asOf: now.toISOString(),
    total,
    facets: await labelled(ctx, found),
    histogram: await histogramOf(ctx, asked, { span, now, sampled: counted.kind === "newest" ? total.basis : null }),
  };
});

async function principalsOf(ctx: Ctx, asked: Asked, span: Span): Promise<CallFacet | undefined> {
  return (await facetsOf(ctx, asked.filters, sampleOf(ctx, asked, span, SMALL_SAMPLE), ["onBehalfOf"])).facets[0];
}

type Row = { name: string; value: string; calls: number; at: Date | null };
type Facets = { total: { calls: number; basis: Basis }; facets: CallFacet[] };

async function facetsOf(ctx: Ctx, filters: Filters, counted: Counted, names: readonly FacetName[]): Promise<Facets> {
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    ${counted.statement},
    summed AS (SELECT ${callColumns}, sum("calls") AS "calls" FROM counted GROUP BY ${callColumns}),
    r AS MATERIALIZED (${withAgents(ctx, Prisma.sql`summed`)})
    SELECT 'total' AS "name", '' AS "value", coalesce(sum("calls"), 0)::float8 AS "calls", NULL::timestamptz AS "at"
    FROM r WHERE ${fitting(ctx, filters)}
    UNION ALL ${Prisma.join(
      names.map((name) => valuesOf(ctx, filters, name)),
      " UNION ALL ",
    )}
    ${counted.kind === "newest" ? Prisma.sql`UNION ALL ${edgeRow}` : Prisma.empty}`);
  const basis = basisOf(counted, rows);
  const facets = names.map((name) => {
    const values = rows.filter((row) => row.name === name).map(({ value, calls }) => ({ value, calls, label: null }));
    return { name, basis, values: values.slice(0, MOST_VALUES), more: values.length > MOST_VALUES };
  });
  return { total: { calls: rows.find(({ name }) => name === "total")?.calls ?? 0, basis }, facets };
}

const valuesOf = (ctx: Ctx, filters: Filters, name: FacetName): Prisma.Sql => Prisma.sql`
  (SELECT ${name}::text, ${columnOf(name)}, sum(r."calls")::float8, NULL FROM r
  WHERE ${columnOf(name)} <> '' AND ${fitting(ctx, filters, name)}
  GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT ${MOST_VALUES + 1})`;

/** How many calls were looked at, and how far back; without an edge these are all there are. */
const edgeRow = Prisma.sql`
  SELECT 'edge', '', (SELECT count(*) FROM looked l WHERE (l."receivedAt", l."id") >= (edge."receivedAt", edge."id"))::float8,
    edge."receivedAt" FROM edge`;

function basisOf({ kind }: Counted, rows: readonly Row[]): Basis {
  if (kind !== "newest") return { kind };
  const edge = rows.find(({ name }) => name === "edge");
  return edge?.at ? { kind, calls: edge.calls, since: edge.at.toISOString() } : { kind: "exact" };
}
