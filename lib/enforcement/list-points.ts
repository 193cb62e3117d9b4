import type { z } from "zod";
import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { listPointsOp, type PointCounts, PointState, PointTrouble } from "./contract";
import { beyond, cursorAt, keyOf } from "./fleet-order";
import { type FleetRow, pointsOf } from "./fleet-rows";
import { fleetOf } from "./fleet-sql";
import { strengthRank } from "./rules";

type Filters = z.output<typeof listPointsOp.input>;

/** The column of the fleet relation that says each trouble. */
const troubles: Record<PointTrouble, Prisma.Sql> = {
  weak: Prisma.sql`"weak"`,
  drift: Prisma.sql`"drifting"`,
  gap: Prisma.sql`"gappy"`,
  skew: Prisma.sql`"skewed"`,
  nonconformant: Prisma.sql`"nonconformant"`,
};

export const listPoints = query(listPointsOp, async (ctx, filters) => {
  const now = await databaseNow(ctx.db);
  const fleet = fleetOf(ctx.orgId, now);
  const matching = Prisma.join(conditions(filters), " AND ");
  const from = filters.cursor ? Prisma.sql`WHERE ${beyond(filters.sort, filters.cursor)}` : Prisma.empty;
  const [rows, counts] = await Promise.all([
    ctx.db.$queryRaw<(FleetRow & { key: string })[]>(Prisma.sql`WITH ${fleet}
      SELECT * FROM (SELECT *, ${keyOf(filters.sort)} AS "key" FROM fleet WHERE ${matching}) f ${from}
      ORDER BY "key", "id" LIMIT ${filters.limit + 1} OFFSET ${filters.skip}`),
    countsOf(ctx, fleet, matching),
  ]);
  const page = rows.slice(0, filters.limit);
  const last = page.at(-1);
  return {
    items: await pointsOf(ctx, page),
    nextCursor: rows.length > filters.limit && last ? cursorAt(filters.sort, last.key, last.id) : null,
    ...counts,
    asOf: now.toISOString(),
  };
});

function conditions({ state, kind, mode, strength, trouble, agentId, q }: Filters): Prisma.Sql[] {
  const text = `%${(q ?? "").trim().replace(/[\\%_]/g, "\\$&")}%`;
  return [
    Prisma.sql`true`,
    state && Prisma.sql`"state" = ${state}`,
    kind && Prisma.sql`"kind" = ${kind}`,
    mode && Prisma.sql`"mode" = ${mode}`,
    strength && Prisma.sql`"strength" = ${strengthRank(strength)}`,
    trouble && troubles[trouble],
    agentId && Prisma.sql`(cardinality("agents") = 0 OR ${agentId} = ANY("agents"))`,
    q?.trim() && Prisma.sql`("name" ILIKE ${text} OR "id" ILIKE ${text} OR "version" ILIKE ${text})`,
  ].flatMap((condition) => condition || []);
}

type Counted = { total: number; all: number; desired: number | null } & Record<string, number | null>;

async function countsOf(ctx: Ctx, fleet: Prisma.Sql, matching: Prisma.Sql) {
  const states = PointState.options.map(
    (state) => Prisma.sql`count(*) FILTER (WHERE "state" = ${state})::int AS ${Prisma.raw(`"state ${state}"`)}`,
  );
  const wrong = PointTrouble.options.map(
    (trouble) => Prisma.sql`count(*) FILTER (WHERE ${troubles[trouble]})::int AS ${Prisma.raw(`"trouble ${trouble}"`)}`,
  );
  const rows = await ctx.db.$queryRaw<Counted[]>(Prisma.sql`WITH ${fleet}
    SELECT count(*)::int AS "all", count(*) FILTER (WHERE ${matching})::int AS "total",
      (SELECT "revision" FROM desired) AS "desired", ${Prisma.join([...states, ...wrong])} FROM fleet`);
  const [row] = rows;
  const of = (name: string): number => row?.[name] ?? 0;
  const state = Object.fromEntries(PointState.options.map((name) => [name, of(`state ${name}`)]));
  const trouble = Object.fromEntries(PointTrouble.options.map((name) => [name, of(`trouble ${name}`)]));
  // Both are whole, since they were made from the whole lists of words.
  const counts = { all: of("all"), state, trouble } as PointCounts;
  return { total: of("total"), desiredRevision: row?.desired ?? null, counts };
}
