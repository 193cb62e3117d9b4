import { query } from "@/lib/audit/query";
import { Prisma } from "@/lib/db/generated/client";
import { listReportersOp } from "./reporter-contract";

const DAYS = 7;
const MOST = 500;
type Row = { reporterId: string; reporterName: string; lastAt: Date } & Record<
  "received" | "calls" | "duplicates" | "rejected",
  number
>;

export const listReporters = query(listReportersOp, async (ctx) => {
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    SELECT "reporterId", (array_agg("reporterName" ORDER BY "from" DESC))[1] AS "reporterName", max("lastAt") AS "lastAt",
      sum("received")::float8 AS "received", sum("calls")::float8 AS "calls", sum("duplicates")::float8 AS "duplicates",
      sum("rejected")::float8 AS "rejected"
    FROM "TelemetryDay" WHERE "orgId" = ${ctx.orgId} AND "from" > clock_timestamp() - make_interval(days => ${DAYS}::int)
    GROUP BY "reporterId" ORDER BY max("lastAt") DESC, "reporterId" LIMIT ${MOST}`);
  return { items: rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() })) };
});
