/** Private to this folder: when and by whom the next calls of a kind were made, by the counts, so that what is rare is not looked for call by call. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { countedColumns, type Filters, fitting, withAgents } from "./asked-calls";
import type { AgentHour } from "./looked-at";

const DAY = 86_400_000;
/** Where more agents made such calls within one hour, they are no rarity. */
const MOST_HOURS = 400;

/** `floor`: the beginning of the oldest of the hours, before which there are others; null when there are none. */
type Matching = { hours: AgentHour[]; floor: Date | null };

/**
 * The newest hours of agents that hold such calls of points, so many and all of the oldest hour among them. Null: they are too many to
 * look through one by one. An hour at an end of the span is there as a whole, so its calls may all lie outside.
 */
export async function matchingHours(
  ctx: Ctx,
  filters: Filters,
  time: { from: Date | null; before: Date },
  wanted: number,
): Promise<Matching | null> {
  const from = time.from && new Date(Math.floor(time.from.getTime() / DAY) * DAY);
  const ofOrg = Prisma.sql`e."orgId" = ${ctx.orgId} AND e."calls" > 0`;
  const newest = (counts: Prisma.Sql) =>
    ctx.db.$queryRaw<AgentHour[]>(Prisma.sql`
      SELECT r."from", r."agentId" FROM (${withAgents(ctx, counts)}) r WHERE ${fitting(ctx, filters)}
      GROUP BY 1, 2 ORDER BY 1 DESC FETCH FIRST (${wanted}::int) ROWS WITH TIES`);
  const days = await newest(Prisma.sql`(
    SELECT e."from", ${countedColumns} FROM "ActivityDay" e
    WHERE ${ofOrg} AND e."from" <= ${time.before} ${from ? Prisma.sql`AND e."from" >= ${from}` : Prisma.empty})`);
  const ofDays = Prisma.sql`unnest(${days.map(({ agentId }) => agentId)}::text[], ${days.map(({ from }) => from)}::timestamptz[])`;
  const hours = await newest(Prisma.sql`(
    SELECT e."from", ${countedColumns} FROM ${ofDays} AS d("agentId", "from") CROSS JOIN LATERAL (
      SELECT * FROM "ActivityHour" e
      WHERE ${ofOrg} AND e."agentId" = d."agentId" AND e."from" >= d."from" AND e."from" < d."from" + interval '1 day'
        AND e."from" <= ${time.before}
    ) e)`);
  if (hours.length > MOST_HOURS) return null;
  const oldest = hours.length >= wanted ? hours.at(-1) : days.length >= wanted ? days.at(-1) : undefined;
  return { hours, floor: oldest?.from ?? null };
}
