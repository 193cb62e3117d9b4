import type { z } from "zod";
import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma, type Sighting as Row } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { VANISHED_DAYS } from "@/lib/sightings/rules";
import { listSightingsOp } from "./contract";
import { withAgents } from "./rows";

type Filters = z.output<typeof listSightingsOp.input>;

/** The first seen first, so that what waits longest is looked at. */
export const listSightings = query(listSightingsOp, async (ctx, filters) => {
  const { cursor, limit } = filters;
  const now = await databaseNow(ctx.db);
  const matching = Prisma.join(conditions(ctx, filters, now), " AND ");
  const after = cursor ? decodeCursor(cursor) : null;
  const from = after ? Prisma.sql`AND (s."firstSeenAt", s."id") > (${after.at}, ${after.id})` : Prisma.empty;
  const page = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    SELECT s.* FROM "Sighting" s WHERE ${matching} ${from} ORDER BY s."firstSeenAt", s."id" LIMIT ${limit + 1}`);
  const counted = await ctx.db.$queryRaw<{ total: number }[]>(
    Prisma.sql`SELECT count(*)::int AS "total" FROM "Sighting" s WHERE ${matching}`,
  );
  const rows = page.slice(0, limit);
  const last = rows.at(-1);
  return {
    items: await withAgents(ctx, rows, now),
    nextCursor: page.length > limit && last ? encodeCursor({ at: last.firstSeenAt, id: last.id }) : null,
    total: counted[0]?.total ?? 0,
  };
});

/** The same rule as `vanished` of lib/sightings/rules.ts, for filtering. */
function gone(now: Date): Prisma.Sql {
  const days = Prisma.join(
    Object.entries(VANISHED_DAYS).map(([source, days]) => Prisma.sql`WHEN ${source} THEN ${days}::int`),
    " ",
  );
  return Prisma.sql`(s."goneAt" IS NOT NULL
    OR s."lastSeenAt" <= ${now}::timestamptz - make_interval(days => CASE s."source" ${days} END))`;
}

function conditions(ctx: Ctx, { state, source, agentId, q, vanished }: Filters, now: Date): Prisma.Sql[] {
  const like = `%${(q?.trim() ?? "").replace(/[\\%_]/g, "\\$&")}%`;
  return [
    Prisma.sql`s."orgId" = ${ctx.orgId}`,
    inUnit(ctx, Prisma.sql`s."agentId"`),
    state !== "any" && Prisma.sql`s."state" = ${state}`,
    source && Prisma.sql`s."source" = ${source}`,
    agentId && Prisma.sql`s."agentId" = ${agentId}`,
    vanished === "yes" && gone(now),
    vanished === "no" && Prisma.sql`NOT ${gone(now)}`,
    q?.trim() && Prisma.sql`(s."name" ILIKE ${like} OR s."origin" ILIKE ${like} OR s."key" ILIKE ${like})`,
  ].flatMap((condition) => condition || []);
}
