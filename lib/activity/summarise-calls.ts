import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit, unitOf } from "@/lib/db/unit";
import { summariseCallsOp } from "./contract";
import { bucketSeconds, firstBucket } from "./rules";

type Range = { from: Date; now: Date; seconds: number; agentId: string | undefined };

export const summariseCalls = query(summariseCallsOp, async (ctx, { hours, agentId }) => {
  const now = await databaseNow(ctx.db);
  const range = { from: firstBucket(now, hours), now, seconds: bucketSeconds(hours), agentId };
  const [buckets, gaps] = [await countCalls(ctx, range), await countLost(ctx, range)];
  return { asOf: now.toISOString(), bucketSeconds: range.seconds, buckets, gaps };
});

async function countCalls(ctx: Ctx, { from, now, seconds, agentId }: Range) {
  const whole = agentId === undefined && unitOf(ctx) === null;
  const source = whole ? byMinute(ctx, from) : eachCall(ctx, from, agentId);
  const width = Prisma.sql`make_interval(secs => ${seconds}::int)`;
  const rows = await ctx.db.$queryRaw<{ from: Date; allow: number; deny: number; hold: number }[]>(Prisma.sql`
    WITH counted AS (
      SELECT date_bin(${width}, s."from", ${from}::timestamptz) AS "from",
        sum("allow")::int AS "allow", sum("deny")::int AS "deny", sum("hold")::int AS "hold"
      FROM (${source}) s GROUP BY 1
    )
    SELECT bucket AS "from", coalesce("allow", 0) AS "allow", coalesce("deny", 0) AS "deny", coalesce("hold", 0) AS "hold"
    FROM generate_series(${from}::timestamptz, ${now}::timestamptz, ${width}) AS bucket
    LEFT JOIN counted ON counted."from" = bucket ORDER BY bucket`);
  return rows.map((row) => ({ ...row, from: row.from.toISOString() }));
}

/** Counted as they came in, so that the answer takes as long after a million calls as after none. */
const byMinute = (ctx: Ctx, from: Date) => Prisma.sql`
  SELECT "from", "allow", "deny", "hold" FROM "ActivityMinute"
  WHERE "orgId" = ${ctx.orgId} AND "from" >= ${from}::timestamptz`;

const eachCall = (ctx: Ctx, from: Date, agentId: string | undefined) => Prisma.sql`
  SELECT "receivedAt" AS "from", ("effect" = 'allow')::int AS "allow", ("effect" = 'deny')::int AS "deny",
    ("effect" = 'hold')::int AS "hold"
  FROM "ActivityEvent"
  WHERE "orgId" = ${ctx.orgId} AND "receivedAt" >= ${from}::timestamptz 
    AND ${agentId === undefined ? inUnit(ctx, Prisma.sql`"agentId"`) : Prisma.sql`"agentId" = ${agentId}`}`;

/** A lost event has no agent any more, so for one agent these are the losses of the points that may act for it. */
async function countLost(ctx: Ctx, { from, agentId }: Range): Promise<number> {
  const ofAgent =
    agentId === undefined
      ? Prisma.empty
      : Prisma.sql`AND "pepId" IN (
          SELECT "id" FROM "Pep" WHERE "orgId" = ${ctx.orgId} AND ("agents" = '{}' OR ${agentId} = ANY("agents")))`;
  const rows = await ctx.db.$queryRaw<{ lost: number }[]>(Prisma.sql`
    SELECT coalesce(sum("lost"), 0)::float8 AS "lost" FROM "ActivityGap"
    WHERE "orgId" = ${ctx.orgId} AND "receivedAt" >= ${from} ${ofAgent}`);
  return rows[0]?.lost ?? 0;
}
