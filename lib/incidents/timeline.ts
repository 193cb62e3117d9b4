/** Private to this folder: what happened, in order, from the incident's own entries and from what else is on record. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { TimelineItem } from "./contract";
import type { Order } from "./response-times";

/** So many of each source at most: the newest entries, and the first of what happened. */
export const MOST_ITEMS = 300;

export type Scope = { incidentId: string; findingIds: string[]; agentIds: string[]; from: Date; to: Date };
type Named = ReadonlyMap<string, string>;

export async function readTimeline(
  ctx: Ctx,
  scope: Scope,
  { orders, agents }: { orders: readonly Order[]; agents: Named },
): Promise<{ items: TimelineItem[]; cut: boolean }> {
  const parts = [
    await ownEntries(ctx, scope),
    await facts(ctx, scope),
    await requests(ctx, scope),
    await callsByHour(ctx, scope, agents),
    orders.flatMap((order) => orderItems(order, agents)),
  ];
  const items = parts.flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { items, cut: parts.some((part) => part.length >= MOST_ITEMS) };
}

async function ownEntries({ db, orgId }: Ctx, { incidentId }: Scope): Promise<TimelineItem[]> {
  const rows = await db.incidentEntry.findMany({
    where: { orgId, incidentId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: MOST_ITEMS,
  });
  return rows.map(({ at, kind, text, byName }) => ({
    at: at.toISOString(),
    source: "incident",
    kind,
    text,
    byName,
    href: null,
  }));
}

/** Orders have lines of their own, and what opens a finding stands among the entries. */
const notTold = ["agent.killed", "agent.suspended", "agent.retired", "finding.opened"];

async function facts({ db, orgId }: Ctx, { findingIds, agentIds, from, to }: Scope): Promise<TimelineItem[]> {
  const rows = await db.auditEntry.findMany({
    where: {
      orgId,
      at: { gte: from, lte: to },
      targetId: { in: [...findingIds, ...agentIds] },
      action: { notIn: notTold },
    },
    orderBy: { seq: "asc" },
    take: MOST_ITEMS,
    select: { at: true, action: true, actorName: true, targetId: true, targetName: true },
  });
  return rows.map(({ at, action, actorName, targetId, targetName }) => ({
    at: at.toISOString(),
    source: action.startsWith("finding.") ? "finding" : "audit",
    kind: action,
    text: targetName,
    byName: actorName,
    href: action.startsWith("finding.") ? `/findings/${targetId}` : `/agents/${targetId}`,
  }));
}

async function requests({ db, orgId }: Ctx, { agentIds, from, to }: Scope): Promise<TimelineItem[]> {
  const rows = await db.checkpoint.findMany({
    where: { orgId, agentId: { in: agentIds }, createdAt: { gte: from, lte: to }, decoy: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: MOST_ITEMS,
    select: { id: true, agentName: true, tool: true, status: true, createdAt: true },
  });
  return rows.map(({ id, agentName, tool, status, createdAt }) => ({
    at: createdAt.toISOString(),
    source: "checkpoint",
    kind: status,
    text: `${agentName} asked for ${tool}; the request is ${status}`,
    byName: null,
    href: `/checkpoints/${id}`,
  }));
}

type HourRow = { agentId: string; from: Date; calls: number; denied: number; held: number };

async function callsByHour({ db, orgId }: Ctx, { agentIds, from, to }: Scope, agents: Named): Promise<TimelineItem[]> {
  if (agentIds.length === 0) return [];
  const rows = await db.$queryRaw<HourRow[]>(Prisma.sql`
    SELECT "agentId", "from", sum("calls")::int AS "calls",
      coalesce(sum("calls") FILTER (WHERE "effect" = 'deny'), 0)::int AS "denied",
      coalesce(sum("calls") FILTER (WHERE "effect" = 'hold'), 0)::int AS "held"
    FROM "ActivityHour"
    WHERE "orgId" = ${orgId} AND "agentId" = ANY(${agentIds}) AND "calls" > 0
      AND "from" >= date_trunc('hour', ${from}::timestamptz, 'UTC') AND "from" <= ${to}
    GROUP BY 1, 2 ORDER BY 2, 1 LIMIT ${MOST_ITEMS}`);
  return rows.map((row) => ({
    at: row.from.toISOString(),
    source: "calls",
    kind: "hour",
    text: `${agents.get(row.agentId) ?? row.agentId}: ${row.calls} calls in this hour, ${row.denied} denied, ${row.held} held`,
    byName: null,
    href: `/activity?agentId=${encodeURIComponent(row.agentId)}&from=${row.from.toISOString()}&to=${new Date(row.from.getTime() + 3_600_000).toISOString()}`,
  }));
}

function orderItems(order: Order, agents: Named): TimelineItem[] {
  const { orderId, agentId, status, reason, orderedByName, orderedAt, confirmed, points, lastAckAt } = order;
  const name = agents.get(agentId) ?? agentId;
  const href = `/agents/${encodeURIComponent(agentId)}/stop-orders`;
  const given: TimelineItem = {
    at: orderedAt.toISOString(),
    source: "stop",
    kind: status,
    text: `${name} was ${status}: ${reason}`,
    byName: orderedByName,
    href,
  };
  if (!lastAckAt || points === 0) return [given];
  const ms = lastAckAt.getTime() - orderedAt.getTime();
  const text = `${confirmed} of ${points} points confirmed that ${name} is ${status}, the last after ${ms} ms`;
  return [
    given,
    { at: lastAckAt.toISOString(), source: "stop", kind: `${orderId} confirmed`, text, byName: null, href },
  ];
}
