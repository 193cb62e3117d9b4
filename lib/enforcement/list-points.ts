import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { type Pep, Prisma } from "@/lib/db/generated/client";
import { offlineContract } from "@/lib/policy/bundle-content";
import { Mode, PepKind } from "@/sdk/wire/words";
import { listPointsOp, type Point } from "./contract";
import { leaseEnd, pointState, servesAgent, strengthOf } from "./rules";

export const listPoints = query(listPointsOp, async (ctx, { state, agentId }) => {
  const now = await databaseNow(ctx.db);
  const [rows, newest, names, decided] = await Promise.all([
    ctx.db.pep.findMany({ where: { orgId: ctx.orgId }, orderBy: [{ name: "asc" }, { id: "asc" }] }),
    ctx.db.bundle.findFirst({ where: { orgId: ctx.orgId }, orderBy: { revision: "desc" }, select: { revision: true } }),
    agentNames(ctx),
    lastDecisions(ctx),
  ]);
  const desired = newest?.revision ?? null;
  const items = rows
    .filter((row) => agentId === undefined || servesAgent(row.agents, agentId))
    .map((row) => pointOf(row, { now, desired, names, decided }))
    .filter((point) => state === undefined || point.state === state);
  return { items, desiredRevision: desired, asOf: now.toISOString() };
});

type Around = { now: Date; desired: number | null; names: Map<string, string>; decided: Map<string, Date> };

function pointOf(row: Pep, { now, desired, names, decided }: Around): Point {
  const kind = PepKind.parse(row.kind);
  return {
    id: row.id,
    name: row.name,
    kind,
    strength: strengthOf(kind),
    version: row.version,
    mode: Mode.parse(row.mode),
    agents: row.agents.map((id) => ({ id, name: names.get(id) ?? id })),
    state: pointState(row, now),
    enrolledAt: row.enrolledAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    leaseEndsAt: row.revokedAt ? null : (leaseEnd(row.lastSeenAt, "high", offlineContract)?.toISOString() ?? null),
    revision: row.revision,
    desiredRevision: desired,
    refusedRevision: row.refusedRevision,
    refusedReason: row.refusedReason,
    spoolDepth: row.spoolDepth,
    gaps: row.gaps,
    skewMs: row.skewMs,
    lastDecisionAt: decided.get(row.id)?.toISOString() ?? null,
    demo: row.demo,
  };
}

async function agentNames(ctx: Ctx): Promise<Map<string, string>> {
  const rows = await ctx.db.agent.findMany({ where: { orgId: ctx.orgId }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Bounded to a day, so that the answer does not slow as activity grows. */
async function lastDecisions(ctx: Ctx): Promise<Map<string, Date>> {
  const rows = await ctx.db.$queryRaw<{ pepId: string; at: Date }[]>(Prisma.sql`
    SELECT "pepId", max("receivedAt") AS at FROM "ActivityEvent"
    WHERE "orgId" = ${ctx.orgId} AND "receivedAt" > now() - interval '1 day' GROUP BY "pepId"`);
  return new Map(rows.map(({ pepId, at }) => [pepId, at]));
}
