/** Private to this folder: when and by whom the next calls of a kind were made, by the counts, so that what is rare is not looked for call by call. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { countedColumns, type Filters, fitting, withAgents } from "./asked-calls";
import type { AgentHour, Span } from "./looked-at";

const DAY = 86_400_000;
/** Where more agents made such calls within one hour, they are no rarity. */
const MOST_HOURS = 400;

/**
 * The newest hours of agents that hold such calls of points, enough for so many calls; fewer, and there are no others in the span. Null:
 * they are too many to look through one by one. The hours of the span's ends are whole: what lies outside is left to whoever looks.
 */
export async function matchingHours(
  ctx: Ctx,
  filters: Filters,
  span: Span,
  wanted: number,
): Promise<AgentHour[] | null> {
  const before = span.cursor?.at ?? span.to ?? new Date(8.64e15);
  const from = span.from && new Date(Math.floor(span.from.getTime() / DAY) * DAY);
  const ofOrg = Prisma.sql`e."orgId" = ${ctx.orgId} AND e."calls" > 0`;
  const days = Prisma.sql`(
    SELECT e."from", ${countedColumns} FROM "ActivityDay" e
    WHERE ${ofOrg} AND e."from" <= ${before} ${from ? Prisma.sql`AND e."from" >= ${from}` : Prisma.empty})`;
  const hours = Prisma.sql`(
    SELECT e."from", ${countedColumns} FROM days d CROSS JOIN LATERAL (
      SELECT * FROM "ActivityHour" e
      WHERE ${ofOrg} AND e."agentId" = d."agentId" AND e."from" >= d."from" AND e."from" < d."from" + interval '1 day'
        AND e."from" <= ${before}
    ) e)`;
  const newest = Prisma.sql`GROUP BY 1, 2 ORDER BY 1 DESC FETCH FIRST (${wanted}::int) ROWS WITH TIES`;
  const found = await ctx.db.$queryRaw<AgentHour[]>(Prisma.sql`
    WITH days AS MATERIALIZED (
      SELECT r."from", r."agentId" FROM (${withAgents(ctx, days)}) r WHERE ${fitting(ctx, filters)} ${newest}
    )
    SELECT r."from", r."agentId" FROM (${withAgents(ctx, hours)}) r WHERE ${fitting(ctx, filters)} ${newest}`);
  return found.length > MOST_HOURS ? null : found;
}
