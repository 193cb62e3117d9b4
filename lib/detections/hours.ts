/** Counts of calls by agent and hour, read from what is counted as calls come in: never the calls themselves. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Calls of one agent in one hour that are alike. */
export type Cell = {
  pepId: string;
  tool: string;
  operationClass: string;
  effect: string;
  code: string;
  asked: boolean;
  calls: number;
};
export type AgentHour = { agentId: string; from: Date; cells: Cell[] };

export const startOf = (at: Date, width: number): Date => new Date(Math.floor(at.getTime() / width) * width);

/** Refusals that say nothing of what the agent tried: it is stopped already, or the point could not decide. */
const notItsDoing = new Set([
  "agent_suspended",
  "agent_killed",
  "agent_retired",
  "revoked",
  "no_bundle",
  "lease_expired",
  "spool_full",
  "checkpoint_unavailable",
  "holds_paused",
]);

export const isDenied = ({ effect, code }: Cell): boolean => effect === "deny" && !notItsDoing.has(code);
export const isStopped = ({ effect, code }: Cell): boolean => effect === "deny" && notItsDoing.has(code);

export const callsIn = (hour: AgentHour | null, which: (cell: Cell) => boolean = () => true): number =>
  (hour?.cells ?? []).reduce((sum, cell) => (which(cell) ? sum + cell.calls : sum), 0);

export const toolsIn = (hour: AgentHour | null, which: (cell: Cell) => boolean): string[] =>
  [...new Set((hour?.cells ?? []).flatMap((cell) => (which(cell) ? [cell.tool] : [])))].sort();

export const serverOf = (tool: string): string => tool.slice(0, Math.max(0, tool.indexOf("/"))) || tool;

/** Agents that called anything in the range, in the order of their ids, after this one. */
export async function agentsIn(
  ctx: Ctx,
  range: { from: Date; to: Date },
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ agentId: string }[]>(Prisma.sql`
    SELECT DISTINCT "agentId" FROM "ActivityHour"
    WHERE "orgId" = ${ctx.orgId} AND "from" >= ${range.from} AND "from" < ${range.to} AND "calls" > 0
      AND "agentId" > ${after}
    ORDER BY "agentId" LIMIT ${limit}`);
  return rows.map(({ agentId }) => agentId);
}

type Row = Cell & { agentId: string; from: Date };

/** The hours of these agents, by agent and then by time. */
export async function readHours(
  ctx: Ctx,
  agentIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<AgentHour[]> {
  if (agentIds.length === 0) return [];
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    SELECT "agentId", "from", "pepId", "tool", "operationClass", "effect", "code", "asked", "calls" FROM "ActivityHour"
    WHERE "orgId" = ${ctx.orgId} AND "agentId" = ANY(${[...agentIds]}) AND "from" >= ${from} AND "from" < ${to}
      AND "calls" > 0
    ORDER BY "agentId", "from"`);
  const hours: AgentHour[] = [];
  for (const { agentId, from: at, ...cell } of rows) {
    const last = hours.at(-1);
    if (last && last.agentId === agentId && last.from.getTime() === at.getTime()) last.cells.push(cell);
    else hours.push({ agentId, from: at, cells: [cell] });
  }
  return hours;
}

/** The last day before `day` on which each of these agents called anything. */
export async function lastDays(ctx: Ctx, agentIds: readonly string[], day: Date): Promise<Map<string, Date>> {
  if (agentIds.length === 0) return new Map();
  const rows = await ctx.db.$queryRaw<{ agentId: string; last: Date | null }[]>(Prisma.sql`
    SELECT a."agentId", (
      SELECT d."from" FROM "ActivityDay" d
      WHERE d."orgId" = ${ctx.orgId} AND d."agentId" = a."agentId" AND d."from" < ${day} AND d."calls" > 0
      ORDER BY d."from" DESC LIMIT 1) AS "last"
    FROM unnest(${[...agentIds]}::text[]) AS a("agentId")`);
  return new Map(rows.flatMap(({ agentId, last }) => (last ? [[agentId, last] as const] : [])));
}

export function byAgent(hours: readonly AgentHour[]): Map<string, AgentHour[]> {
  const groups = new Map<string, AgentHour[]>();
  for (const hour of hours) {
    const group = groups.get(hour.agentId);
    if (group) group.push(hour);
    else groups.set(hour.agentId, [hour]);
  }
  return groups;
}
