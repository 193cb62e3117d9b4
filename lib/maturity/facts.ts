/** Private to this folder: the facts that stages are computed from, for one agent or for all, in a handful of statements. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { pointState } from "@/lib/enforcement/rules";
import { readTracks, revisionAt } from "@/lib/policy/tracks";
import { AgentStatus, Mode, RiskTier } from "@/sdk/wire/words";
import { readDelegationFacts, readIdentityFacts } from "./identity-facts";
import { readIsolationFacts } from "./isolation-facts";
import { type AgentFacts, FRESH_MINUTES, highRiskClasses, type PointFacts, type SinkFacts } from "./requirements";

/** A call that was permitted more recently than this may still be running. */
const OUTCOME_DUE_SECONDS = 300;

export type Point = PointFacts & { id: string; agents: readonly string[] };
export type Fleet = { points: Point[]; newestRevision: number | null };

type CallRow = AgentFacts["calls"] & { agentId: string; points: string[] };
const noCalls: AgentFacts["calls"] = { seen: 0, permitted: 0, ended: 0, highRisk: 0, unheld: 0 };

/** `only` restricts the facts to one agent, or to some. They come in the order of their ids. */
export async function readFacts(
  ctx: Ctx,
  now: Date,
  only?: string | readonly string[],
): Promise<{ agents: AgentFacts[]; fleet: Fleet }> {
  const ids = typeof only === "string" ? [only] : only;
  const [rows, calls, fleet, lost, sinks, unmediated, isolationOf] = await Promise.all([
    readAgents(ctx, ids),
    readCalls(ctx, now, ids),
    readFleet(ctx, now),
    readLosses(ctx, now),
    readSinks(ctx, now),
    readUnmediated(ctx, now, ids),
    readIsolationFacts(ctx, now, startOf(daysBefore(now, 7), 86_400_000), ids),
  ]);
  const [identityOf, delegationsOf] = await Promise.all([
    readIdentityFacts(ctx, now, fleet.points, ids),
    readDelegationFacts(ctx, now, ids),
  ]);
  const callsOf = new Map(calls.map((row) => [row.agentId, row]));
  const serving = servingPoints(fleet.points);
  const agents = rows.map(({ id, name, riskTier, status, statusReason, owner, backupOwner }): AgentFacts => {
    const { points: through = [], ...counts } = callsOf.get(id) ?? { ...noCalls, points: [] };
    const points = serving(id, through);
    const speakers = new Set([...points.map((point) => point.id), ...through]);
    return {
      id,
      name,
      riskTier: RiskTier.parse(riskTier),
      status: AgentStatus.parse(status),
      stopReason: statusReason,
      owner: owner && { name: owner.name, active: owner.status === "active" },
      backupOwner: backupOwner && { name: backupOwner.name, active: backupOwner.status === "active" },
      calls: counts,
      points,
      lost: [...speakers].reduce((sum, pepId) => sum + (lost.get(pepId) ?? 0), 0),
      unmediated: unmediated.get(id) ?? 0,
      sinks,
      newestRevision: fleet.newestRevision,
      identity: identityOf(id, through),
      delegations: delegationsOf(id),
      isolation: isolationOf(id),
    };
  });
  return { agents, fleet };
}

const person = { select: { name: true, status: true } } as const;

const readAgents = (ctx: Ctx, ids?: readonly string[]) =>
  ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: ids && { in: [...ids] } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      name: true,
      riskTier: true,
      status: true,
      statusReason: true,
      owner: person,
      backupOwner: person,
    },
  });

/**
 * Calls of the last seven days (from the beginning of the first), counted by agent: whole days, then whole hours, from what
 * is counted as calls come in. Only whether the calls of the last hour have ended is looked up one by one. Whatever the
 * inventory does not call anything better is irreversible.
 */
function readCalls(ctx: Ctx, now: Date, ids?: readonly string[]): Promise<CallRow[]> {
  const owing = new Date(now.getTime() - OUTCOME_DUE_SECONDS * 1000);
  const hour = startOf(owing, 3_600_000);
  const day = startOf(owing, 86_400_000);
  const first = startOf(daysBefore(now, 7), 86_400_000);
  const ofAgent = ids === undefined ? Prisma.empty : Prisma.sql`AND e."agentId" = ANY(${ids})`;
  const highRisk = Prisma.sql`e."operationClass" = ANY(${highRiskClasses}) AND t."id" IS NULL`;
  const settled = Prisma.sql`e."effect" = 'allow' AND e."from" < ${hour}`;
  return ctx.db.$queryRaw<CallRow[]>(Prisma.sql`
    SELECT "agentId", sum("seen")::int AS "seen", sum("permitted")::int AS "permitted", sum("ended")::int AS "ended",
      sum("highRisk")::int AS "highRisk", sum("unheld")::int AS "unheld", array_agg(DISTINCT "pepId") AS "points"
    FROM (
      SELECT e."agentId", e."pepId", sum(e."calls") AS "seen",
        coalesce(sum(e."calls") FILTER (WHERE ${settled}), 0) AS "permitted",
        coalesce(sum(e."ended") FILTER (WHERE ${settled}), 0) AS "ended",
        coalesce(sum(e."calls") FILTER (WHERE ${highRisk}), 0) AS "highRisk",
        coalesce(sum(e."calls") FILTER (WHERE ${highRisk} AND e."effect" = 'allow' AND NOT e."asked"), 0) AS "unheld"
      FROM (
        SELECT * FROM "ActivityDay" e
        WHERE "orgId" = ${ctx.orgId} AND "from" >= ${first} AND "from" < ${day} AND "calls" > 0 ${ofAgent}
        UNION ALL
        SELECT * FROM "ActivityHour" e
        WHERE "orgId" = ${ctx.orgId} AND "from" >= ${day} AND "calls" > 0 ${ofAgent}
      ) e
      LEFT JOIN "Tool" t ON t."orgId" = ${ctx.orgId} AND t."reversibility" <> 'irreversible'
        AND t."server" || '/' || t."name" = e."tool"
      GROUP BY e."agentId", e."pepId"
      UNION ALL
      SELECT e."agentId", e."pepId", 0, count(*), count(o."callId"), 0, 0
      FROM "ActivityEvent" e
      LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
      WHERE e."orgId" = ${ctx.orgId} AND e."receivedAt" >= ${hour} AND e."receivedAt" < ${owing}
        AND e."effect" = 'allow' ${ofAgent}
      GROUP BY e."agentId", e."pepId"
    ) counted GROUP BY "agentId"`);
}

const startOf = (at: Date, width: number): Date => new Date(Math.floor(at.getTime() / width) * width);

/** Every point that is not revoked. Connected means that its last word is fresh, by the same rule as in the fleet view. */
export async function readFleet(ctx: Ctx, now: Date): Promise<Fleet> {
  const [rows, tracks] = await Promise.all([
    ctx.db.pep.findMany({ where: { orgId: ctx.orgId, revokedAt: null }, orderBy: [{ name: "asc" }, { id: "asc" }] }),
    readTracks(ctx),
  ]);
  const points = rows.map((row) => ({
    id: row.id,
    name: row.name,
    agents: row.agents,
    mode: Mode.parse(row.mode),
    connected: pointState(row, now) === "connected",
    revision: row.revision,
    behind: row.revision !== revisionAt(tracks, row.id),
    lastSeenAt: row.lastSeenAt,
  }));
  return { points, newestRevision: tracks.published };
}

/** Lost events by point, as the points stated them in the last 24 hours. */
async function readLosses(ctx: Ctx, now: Date): Promise<Map<string, number>> {
  const rows = await ctx.db.$queryRaw<{ pepId: string; lost: number }[]>(Prisma.sql`
    SELECT "pepId", sum("lost")::float8 AS "lost" FROM "ActivityGap"
    WHERE "orgId" = ${ctx.orgId} AND "receivedAt" >= ${daysBefore(now, 1)} GROUP BY "pepId"`);
  return new Map(rows.map(({ pepId, lost }) => [pepId, lost]));
}

/** Calls by agent that telemetry reported in the last 24 hours, and for which no decision of a point was found. */
async function readUnmediated(ctx: Ctx, now: Date, ids?: readonly string[]): Promise<Map<string, number>> {
  const rows = await ctx.db.reportedCall.groupBy({
    by: ["agentId"],
    where: {
      orgId: ctx.orgId,
      mediation: "unmediated",
      receivedAt: { gte: daysBefore(now, 1) },
      agentId: ids && { in: [...ids] },
    },
    _count: true,
  });
  return new Map(rows.map(({ agentId, _count }) => [agentId, _count]));
}

/** The sinks that tool calls go to. A paused one is none; one that had everything lately needs not have been sent anything. */
async function readSinks(ctx: Ctx, now: Date): Promise<SinkFacts[]> {
  const rows = await ctx.db.sink.findMany({
    where: { orgId: ctx.orgId, status: "active", sends: { has: "calls" } },
    orderBy: [{ name: "asc" }],
    select: { name: true, lastDeliveredAt: true, caughtUpAt: true },
  });
  const since = now.getTime() - FRESH_MINUTES * 60_000;
  return rows.map(({ name, lastDeliveredAt, caughtUpAt }) => ({
    name,
    fresh: Math.max(lastDeliveredAt?.getTime() ?? 0, caughtUpAt?.getTime() ?? 0) >= since,
  }));
}

/**
 * The points by which an agent is judged: those that name it and those that its calls came through. Only an agent that has
 * none of these is judged by the points that are open to every agent.
 */
function servingPoints(points: readonly Point[]): (agentId: string, through: readonly string[]) => Point[] {
  const byId = new Map(points.map((point) => [point.id, point]));
  const open = points.filter(({ agents }) => agents.length === 0);
  const naming = new Map<string, string[]>();
  for (const { id, agents } of points) {
    for (const agentId of agents) naming.set(agentId, [...(naming.get(agentId) ?? []), id]);
  }
  return (agentId, through) => {
    const ids = new Set([...(naming.get(agentId) ?? []), ...through]);
    const own = [...ids].flatMap((id) => byId.get(id) ?? []);
    return own.length > 0 ? own : open;
  };
}

export const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000);
