/** Keeps the findings true that follow from telemetry: calls past every point, tools and agents that nobody registered. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { clearFinding } from "@/lib/findings/clear-finding";
import type { FindingKind } from "@/lib/findings/contract";
import { findingKey, type NewFinding, raiseFinding } from "@/lib/findings/raise-finding";
import { digestOf } from "@/sdk/canonical";
import { DISCOVERED, UNMEDIATED_HOURS } from "./rules";

type Seen = { agentId: string; agentName: string; calls: number; firstAt: Date; lastAt: Date; tools: string[] };
type Known = { key: string; kind: FindingKind; subjectId: string; factsDigest: string | null; lastSeenAt: Date };

/** A finding that stands is told anew no more often than this while its facts are the same. */
const TELL_EVERY_MS = 10 * 60_000;
const MOST_TOOLS = 20;
const cleared = {
  "agent.unmediated": `In the last ${UNMEDIATED_HOURS} hours every call that telemetry reported was decided by a point.`,
  "tool.unknown": `In the last ${UNMEDIATED_HOURS} hours telemetry reported no call of a tool that is not registered.`,
  "agent.discovered": "It was confirmed, merged or rejected, has an owner, or was released or retired.",
} as const;
type WatchedKind = keyof typeof cleared;
const watched = Object.keys(cleared) as WatchedKind[];

export async function watchUnmediated(ctx: Ctx): Promise<{ raised: number; cleared: number }> {
  const now = await databaseNow(ctx.db);
  const due = [
    ...(await seenCalls(ctx, now, Prisma.sql`r."mediation" = 'unmediated'`)).map(unmediated),
    ...(await seenCalls(ctx, now, unknownTool)).map(unknownTools),
  ];
  const known = await standing(ctx);
  const fresh = due.filter((found) => !told(found, known, now));
  for (const found of fresh) await raiseFinding(ctx, found);
  const keys = new Set([...due.map(keyOf), ...(await stillDiscovered(ctx))]);
  const over = known.filter(({ key }) => !keys.has(key));
  for (const { kind, subjectId } of over) {
    await clearFinding(ctx, { kind, subjectId, why: cleared[kind as WatchedKind] });
  }
  return { raised: fresh.length, cleared: over.length };
}

const keyOf = ({ kind, subject }: NewFinding): string => findingKey(kind, subject.id);

function told(found: NewFinding, known: readonly Known[], now: Date): boolean {
  const before = known.find(({ key }) => key === keyOf(found));
  const same = before?.factsDigest === digestOf(found.facts);
  return same && before !== undefined && now.getTime() - before.lastSeenAt.getTime() < TELL_EVERY_MS;
}

/** Somebody may have registered it since. */
const unknownTool = Prisma.sql`NOT r."toolKnown" AND r."mediation" <> 'part' AND NOT EXISTS (
  SELECT 1 FROM "Tool" t WHERE t."orgId" = r."orgId" AND (t."name" = r."tool" OR t."server" || '/' || t."name" = r."tool"))`;

const seenCalls = (ctx: Ctx, now: Date, which: Prisma.Sql): Promise<Seen[]> =>
  ctx.db.$queryRaw<Seen[]>(Prisma.sql`
    SELECT r."agentId", a."name" AS "agentName", count(*)::int AS "calls", min(r."receivedAt") AS "firstAt",
      max(r."receivedAt") AS "lastAt", array_agg(DISTINCT r."tool" ORDER BY r."tool") AS "tools"
    FROM "ReportedCall" r JOIN "Agent" a ON a."id" = r."agentId" AND a."orgId" = r."orgId"
    WHERE r."orgId" = ${ctx.orgId} AND ${which}
      AND r."receivedAt" > ${now}::timestamptz - make_interval(hours => ${UNMEDIATED_HOURS}::int)
    GROUP BY r."agentId", a."name" ORDER BY r."agentId"`);

const factsOf = ({ calls, firstAt, lastAt, tools }: Seen) => ({
  detail: {
    calls,
    tools: tools.slice(0, MOST_TOOLS),
    toolCount: tools.length,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
    hours: UNMEDIATED_HOURS,
  },
  facts: { tools },
});

const unmediated = (seen: Seen): NewFinding => ({
  kind: "agent.unmediated",
  severity: "high",
  subject: { kind: "agent", id: seen.agentId, name: seen.agentName },
  title: `Tool calls of ${seen.agentName} passed no enforcement point`,
  mend: "Find out which way these calls took, and put an enforcement point there. Telemetry that names the wrong agent shows here too.",
  ...factsOf(seen),
});

const unknownTools = (seen: Seen): NewFinding => ({
  kind: "tool.unknown",
  severity: "medium",
  subject: { kind: "agent", id: seen.agentId, name: seen.agentName },
  title: `${seen.agentName} called tools that nobody registered`,
  mend: "Register the tools with what they do, or have the point in front of their server report them.",
  ...factsOf(seen),
});

const standing = (ctx: Ctx): Promise<Known[]> =>
  ctx.db.$queryRaw<Known[]>(Prisma.sql`
    SELECT "key", "kind", "subjectId", "factsDigest", "lastSeenAt" FROM "Finding"
    WHERE "orgId" = ${ctx.orgId} AND "subjectKind" IN ('agent', 'sighting') AND "kind" = ANY(${watched})
      AND ("status" = 'open' OR ("status" = 'dismissed' AND "factsDigest" IS NOT NULL))
    ORDER BY "key"`);

async function stillDiscovered(ctx: Ctx): Promise<string[]> {
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, statusReason: { in: Object.values(DISCOVERED) }, status: "suspended", ownerId: null },
    select: { id: true },
  });
  const rejected = await ctx.db.sighting.findMany({
    where: { orgId: ctx.orgId, source: "telemetry", state: "rejected" },
    select: { agentId: true },
  });
  const gone = new Set(rejected.map(({ agentId }) => agentId));
  const left = agents.filter(({ id }) => !gone.has(id)).map(({ id }) => findingKey("agent.discovered", id));
  return [...left, ...(await strangers(ctx))];
}

/** Those that points reported under an id that is nobody's, and that wait to be looked at. */
async function strangers(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.sighting.findMany({
    where: { orgId: ctx.orgId, source: "activity", state: "waiting" },
    select: { id: true },
  });
  return rows.map(({ id }) => findingKey("agent.discovered", id));
}
