import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { daysBefore } from "./facts";
import { getTrendOp, type TrendStep } from "./history-contract";
import { moveFrom, standingFrom } from "./rows";

const MOST_MOVES = 50;
const HOUR = 3_600_000;

export const getTrend = query(getTrendOp, async (ctx, { days }) => {
  const now = await databaseNow(ctx.db);
  const stepHours = days === 7 ? 1 : 24;
  const from = daysBefore(now, days);
  // Other rows were only begun by a new day or after a gap.
  const moved = Prisma.sql`"orgId" = ${ctx.orgId} AND "at" >= ${from}
    AND ("causes" <> '[]' OR "score" IS DISTINCT FROM "scoreBefore")`;
  const [run, first, steps, moves, counted] = await Promise.all([
    ctx.db.maturityRun.findUnique({ where: { orgId: ctx.orgId }, select: { at: true } }),
    ctx.db.maturityPoint.findFirst({ where: { orgId: ctx.orgId }, orderBy: { at: "asc" }, select: { at: true } }),
    readSteps(ctx, from, now, stepHours),
    ctx.db.$queryRaw<Parameters<typeof moveFrom>[0][]>(Prisma.sql`
      SELECT * FROM "MaturityPoint" WHERE ${moved} ORDER BY "at" DESC LIMIT ${MOST_MOVES}`),
    ctx.db.$queryRaw<{ total: number }[]>(Prisma.sql`
      SELECT count(*)::int AS "total" FROM "MaturityPoint" WHERE ${moved}`),
  ]);
  return {
    asOf: now.toISOString(),
    lookedAt: run?.at.toISOString() ?? null,
    since: first?.at.toISOString() ?? null,
    days,
    stepHours,
    steps,
    moves: moves.map(moveFrom),
    movesTotal: counted[0]?.total ?? 0,
  };
});

type StepRow = { from: Date; seen: boolean } & Parameters<typeof standingFrom>[0];

/** Each step ends with the last row that was begun before its end, and only when somebody still found it so within the step. */
async function readSteps(ctx: Ctx, from: Date, now: Date, stepHours: number): Promise<TrendStep[]> {
  const width = stepHours * HOUR;
  const first = new Date(Math.floor(from.getTime() / width) * width);
  const hours = Prisma.sql`make_interval(hours => ${stepHours}::int)`;
  const rows = await ctx.db.$queryRaw<StepRow[]>(Prisma.sql`
    SELECT step AS "from", coalesce(p."until" >= step, false) AS "seen", p."stage", p."score", p."none", p."observe",
      p."enforce", p."isolate", p."stopped"
    FROM generate_series(${first}::timestamptz, ${now}::timestamptz, ${hours}) step
    LEFT JOIN LATERAL (
      SELECT * FROM "MaturityPoint" WHERE "orgId" = ${ctx.orgId} AND "at" < step + ${hours} ORDER BY "at" DESC LIMIT 1
    ) p ON true
    ORDER BY step`);
  return rows.map((row) => ({ from: row.from.toISOString(), standing: row.seen ? standingFrom(row) : null }));
}
