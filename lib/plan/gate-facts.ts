/** Private to this folder: what gates are judged by. Whatever cannot be read is unknown, and the rest is judged all the same. */

import { readSharing } from "@/lib/credentials/read-sharing";
import type { Ctx } from "@/lib/db/ctx";
import { errorFields, log } from "@/lib/log";
import type { AgentStage } from "@/lib/maturity/contract";
import { readStages } from "@/lib/maturity/read-stages";
import { countWaiting } from "@/lib/sightings/count-waiting";
import { RedteamStatement } from "@/sdk/wire/redteam";

/** Null: it could not be read. */
export type Fact<T> = { value: T } | null;

export type GateFacts = {
  stages: Fact<readonly AgentStage[]>;
  tools: Fact<readonly { id: string; name: string; state: string }[]>;
  /** Open ones of severity high and critical. */
  findings: Fact<readonly { id: string; title: string; severity: string; openedAt: Date }[]>;
  /** Those that wait for signatures, and how many are signed. */
  delegations: Fact<{ waiting: readonly { id: string; name: string; agentId: string }[]; signed: number }>;
  /** How many are known, and those that more than one agent acts with. */
  credentials: Fact<{ known: number; shared: readonly { id: string; name: string; why: string; href: string }[] }>;
  /** What was seen and may be an agent: how much there is, and what nobody has looked at. */
  sightings: Fact<{ known: number; waiting: readonly { id: string; name: string; firstSeenAt: Date }[] }>;
  /** The newest that ended. */
  drill: Fact<{ passed: boolean; endedAt: Date; missing: readonly string[] } | null>;
  /** The newest red-team exercise that was finished, and the families that were attacked within the days that count. */
  exercise: Fact<ExerciseFact | null>;
};
export type ExerciseFact = {
  runId: string;
  result: string;
  reason: string;
  endedAt: Date;
  /** Families of which an attack was contained within {@link EXERCISE_DAYS} days. */
  contained: readonly string[];
};

/** An exercise that is older says nothing of today. */
export const EXERCISE_DAYS = 30;
const DAY_MS = 86_400_000;
const MOST_EXERCISES = 50;

export async function readGateFacts(ctx: Ctx, now: Date): Promise<GateFacts> {
  const [stages, tools, findings, delegations, credentials, sightings, drill, exercise] = await Promise.all([
    known("stages", readStages(ctx, now)),
    known("tools", readTools(ctx)),
    known("findings", readFindings(ctx)),
    known("delegations", readDelegations(ctx)),
    known("credentials", readSharing(ctx, now)),
    known("sightings", countWaiting(ctx)),
    known("drill", readDrill(ctx)),
    known("exercise", readExercise(ctx, now)),
  ]);
  return { stages, tools, findings, delegations, credentials, sightings, drill, exercise };
}

async function known<T>(what: string, reading: Promise<T>): Promise<Fact<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    log.error("a fact that a gate needs could not be read", { what, ...errorFields(error) });
    return null;
  }
}

async function readTools(ctx: Ctx) {
  const rows = await ctx.db.tool.findMany({
    where: { orgId: ctx.orgId },
    select: { id: true, server: true, name: true, state: true },
    orderBy: [{ server: "asc" }, { name: "asc" }],
  });
  return rows.map(({ id, server, name, state }) => ({ id, name: `${server}/${name}`, state }));
}

const readFindings = (ctx: Ctx) =>
  ctx.db.finding.findMany({
    where: { orgId: ctx.orgId, status: "open", severity: { in: ["high", "critical"] } },
    select: { id: true, title: true, severity: true, openedAt: true },
    orderBy: [{ openedAt: "asc" }, { id: "asc" }],
  });

async function readDelegations(ctx: Ctx) {
  const [rows, signed] = await Promise.all([
    ctx.db.delegation.findMany({
      where: { orgId: ctx.orgId, status: "requested" },
      select: { id: true, fromId: true, toId: true },
      orderBy: { id: "asc" },
    }),
    ctx.db.delegation.count({ where: { orgId: ctx.orgId, status: "signed" } }),
  ]);
  const ids = rows.flatMap(({ fromId, toId }) => [fromId, toId]);
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: ids } },
    select: { id: true, name: true },
  });
  const names = new Map(agents.map(({ id, name }) => [id, name]));
  const waiting = rows.map(({ id, fromId, toId }) => ({
    id,
    name: `${names.get(fromId) ?? fromId} through ${names.get(toId) ?? toId}`,
    agentId: fromId,
  }));
  return { waiting, signed };
}

async function readDrill(ctx: Ctx) {
  const row = await ctx.db.drill.findFirst({
    where: { orgId: ctx.orgId, status: { not: "running" } },
    orderBy: { startedAt: "desc" },
    select: { status: true, startedAt: true, endedAt: true, missing: true },
  });
  return row && { passed: row.status === "passed", endedAt: row.endedAt ?? row.startedAt, missing: row.missing };
}

async function readExercise(ctx: Ctx, now: Date): Promise<ExerciseFact | null> {
  const newest = await ctx.db.redteamOutcome.findFirst({ where: { orgId: ctx.orgId }, orderBy: { endedAt: "desc" } });
  if (!newest) return null;
  const rows = await ctx.db.redteamOutcome.findMany({
    where: { orgId: ctx.orgId, endedAt: { gte: new Date(now.getTime() - EXERCISE_DAYS * DAY_MS) } },
    select: { statement: true },
    orderBy: { endedAt: "desc" },
    take: MOST_EXERCISES,
  });
  const scenarios = rows.flatMap(({ statement }) => RedteamStatement.parse(JSON.parse(statement)).scenarios);
  const contained = scenarios.flatMap(({ asi, verdict }) => (verdict === "contained" ? [asi] : []));
  const { runId, result, reason, endedAt } = newest;
  return { runId, result, reason, endedAt, contained: [...new Set(contained)] };
}
