/** Private to this folder: stop orders with what each point has said. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import type { Pep, Prisma } from "@/lib/db/generated/client";
import { offlineContract } from "@/lib/policy/bundle-content";
import { notFound } from "@/lib/shared/errors";
import { AgentStatus, RiskTier } from "@/sdk/wire/words";
import type { StopOrder } from "./contract";
import { leaseEnd, pointState } from "./rules";

export const withAcks = { acks: true } satisfies Prisma.StopOrderInclude;
type Row = Prisma.StopOrderGetPayload<{ include: typeof withAcks }>;

export async function readStopOrders(ctx: Ctx, where: Prisma.StopOrderWhereInput, take: number): Promise<StopOrder[]> {
  const rows = await ctx.db.stopOrder.findMany({
    where: { ...where, orgId: ctx.orgId },
    include: withAcks,
    orderBy: [{ orderedAt: "desc" }, { id: "desc" }],
    take,
  });
  const [peps, tiers, cancelled, now] = [
    await ctx.db.pep.findMany({ where: { orgId: ctx.orgId, id: { in: rows.flatMap(({ points }) => points) } } }),
    await tiersOf(
      ctx,
      rows.map(({ agentId }) => agentId),
    ),
    await cancelledBy(ctx, rows),
    await databaseNow(ctx.db),
  ];
  const byId = new Map(peps.map((pep) => [pep.id, pep]));
  return rows.map((row) => orderOf(row, byId, tiers.get(row.agentId) ?? "low", cancelled.get(row.id) ?? 0, now));
}

export async function showStopOrder(ctx: Ctx, id: string): Promise<StopOrder> {
  const [order] = await readStopOrders(ctx, { id }, 1);
  if (!order) throw notFound("stop order");
  return order;
}

/** `peps` are the points that the order names; whatever of them is gone by now is left out. */
export function orderOf(
  row: Row,
  peps: ReadonlyMap<string, Pep>,
  tier: RiskTier,
  cancelledCheckpoints: number,
  now: Date,
): StopOrder {
  const acked = new Map(row.acks.map((ack) => [ack.pepId, ack.receivedAt]));
  return {
    orderId: row.id,
    agentId: row.agentId,
    agentName: row.agentName,
    status: AgentStatus.parse(row.status),
    reason: row.reason,
    orderedByName: row.orderedByName,
    orderedAt: row.orderedAt.toISOString(),
    cancelledCheckpoints,
    points: row.points.flatMap((id) => {
      const pep = peps.get(id);
      return pep ? [confirmation(row, pep, acked.get(id), tier, now)] : [];
    }),
  };
}

function confirmation(
  row: Row,
  pep: Pep,
  at: Date | undefined,
  tier: RiskTier,
  now: Date,
): StopOrder["points"][number] {
  const reachable = pointState(pep, now) === "connected";
  return {
    pepId: pep.id,
    name: pep.name,
    state: at ? "confirmed" : reachable ? "pending" : "unreachable",
    ms: at ? Math.max(0, at.getTime() - row.orderedAt.getTime()) : null,
    leaseEndsAt: at || reachable ? null : (leaseEnd(pep.lastSeenAt, tier, offlineContract)?.toISOString() ?? null),
  };
}

async function tiersOf(ctx: Ctx, ids: string[]): Promise<Map<string, RiskTier>> {
  const rows = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: ids } },
    select: { id: true, riskTier: true },
  });
  return new Map(rows.map(({ id, riskTier }) => [id, RiskTier.parse(riskTier)]));
}

/** How many requests each order ended: told by the audit entry that the order's own transaction wrote. */
async function cancelledBy(ctx: Ctx, rows: Row[]): Promise<Map<string, number>> {
  const entries = await ctx.db.auditEntry.findMany({
    where: {
      orgId: ctx.orgId,
      action: { in: ["agent.killed", "agent.suspended"] },
      targetId: { in: rows.map(({ agentId }) => agentId) },
    },
    select: { leaf: true },
    orderBy: { seq: "desc" },
    take: 500,
  });
  const details = entries.map(
    ({ leaf }) => (JSON.parse(leaf) as { detail: { order?: string; cancelledCheckpoints?: number } }).detail,
  );
  return new Map(
    details.flatMap(({ order, cancelledCheckpoints }) => (order ? [[order, cancelledCheckpoints ?? 0]] : [])),
  );
}
