/** Private to this folder: where in the past the next call of a kind is, by the counts, so that what is rare is not looked for call by call. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { countedColumns, type Filters, fitting, withAgents } from "./asked-calls";
import type { Span } from "./looked-at";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const floorTo = (width: number, time: Date) => new Date(Math.floor(time.getTime() / width) * width);

/** The end of the newest hour, at or before a time, that holds a call of a point as asked; null when there is none in the span. */
export async function newestMatch(
  ctx: Ctx,
  filters: Filters,
  { from }: Span,
  before: Date,
): Promise<{ to: Date } | null> {
  const today = floorTo(DAY, before);
  const newest = (table: "ActivityHour" | "ActivityDay", start: Date | null, end: Date) =>
    newestIn(ctx, filters, table, start, end);
  const within = (start: Date) => (from && from > start ? floorTo(HOUR, from) : start);
  let hour = await newest("ActivityHour", within(today), before);
  if (hour === null) {
    const day = await newest("ActivityDay", from && floorTo(DAY, from), new Date(today.getTime() - 1));
    if (day === null) return null;
    hour = await newest("ActivityHour", within(day), new Date(day.getTime() + DAY - 1));
  }
  return hour && { to: new Date(hour.getTime() + HOUR) };
}

/** The beginning of the newest one that begins from `start` to `end`, both included. */
async function newestIn(
  ctx: Ctx,
  filters: Filters,
  table: "ActivityHour" | "ActivityDay",
  start: Date | null,
  end: Date,
): Promise<Date | null> {
  const counts = Prisma.sql`(
    SELECT e."from", ${countedColumns} FROM ${Prisma.raw(`"${table}"`)} e
    WHERE e."orgId" = ${ctx.orgId} AND e."from" <= ${end} AND e."calls" > 0
      ${start ? Prisma.sql`AND e."from" >= ${start}` : Prisma.empty})`;
  const [row] = await ctx.db.$queryRaw<{ from: Date }[]>(Prisma.sql`
    SELECT r."from" FROM (${withAgents(ctx, counts)}) r WHERE ${fitting(ctx, filters)} ORDER BY r."from" DESC LIMIT 1`);
  return row?.from ?? null;
}
