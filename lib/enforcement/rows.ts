/** Private to this folder: stop orders with what each point has said and shown. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { offlineContract } from "@/lib/policy/bundle-content";
import { notFound } from "@/lib/shared/errors";
import { RiskTier } from "@/sdk/wire/words";
import { type ProbeRow, probeView } from "./probe-rows";
import { leaseEnd, type PointFacts, pointState } from "./rules";
import { OrderStatus, type StopOrder, StopScope } from "./stop-contract";

export const withAcks = { acks: true } satisfies Prisma.StopOrderInclude;
export type OrderRow = Prisma.StopOrderGetPayload<{ include: typeof withAcks }>;

/** What an order says of a point. No more of it is read, for an order may name thousands. */
export type NamedPoint = PointFacts & { id: string; name: string };

/** What belongs to an order beside its own row. */
export type Around = {
  peps: ReadonlyMap<string, NamedPoint>;
  /** Of the agents that it is about; none means that it may be about any. */
  tiers: readonly RiskTier[];
  now: Date;
  /** Newest first. */
  probes?: readonly ProbeRow[];
  certificate?: StopOrder["certificate"];
  endedBy?: string | null;
};

export async function readStopOrders(ctx: Ctx, where: Prisma.StopOrderWhereInput, take: number): Promise<StopOrder[]> {
  const rows = await ctx.db.stopOrder.findMany({
    where: { ...where, orgId: ctx.orgId },
    include: withAcks,
    orderBy: [{ orderedAt: "desc" }, { id: "desc" }],
    take,
  });
  if (rows.length === 0) return [];
  const around = await aroundOrders(ctx, rows);
  return rows.map((row) => orderOf(row, around(row)));
}

export async function showStopOrder(ctx: Ctx, id: string): Promise<StopOrder> {
  const [order] = await readStopOrders(ctx, { id }, 1);
  if (!order) throw notFound("stop order");
  return order;
}

export async function aroundOrders(ctx: Ctx, rows: readonly OrderRow[]): Promise<(row: OrderRow) => Around> {
  const ids = rows.map(({ id }) => id);
  const of = { orgId: ctx.orgId, orderId: { in: ids } };
  const [peps, tiers, probes, certificates, enders, now] = [
    await namedPoints(ctx, ids),
    await tiersOf(ctx, rows),
    await ctx.db.probe.findMany({ where: of, orderBy: { sentAt: "desc" } }),
    await ctx.db.stopCertificate.findMany({ where: of, orderBy: { issuedAt: "desc" } }),
    await ctx.db.stopOrder.findMany({
      where: { orgId: ctx.orgId, releases: { in: ids } },
      select: { id: true, releases: true },
    }),
    await databaseNow(ctx.db),
  ];
  const byId = new Map(peps.map((pep) => [pep.id, pep]));
  return (row) => {
    const certificate = certificates.find(({ orderId }) => orderId === row.id);
    return {
      peps: byId,
      tiers: row.agentIds.flatMap((id) => tiers.get(id) ?? []),
      now,
      probes: probes.filter(({ orderId }) => orderId === row.id),
      certificate: certificate
        ? { id: certificate.id, issuedAt: certificate.issuedAt.toISOString(), complete: certificate.complete }
        : null,
      endedBy: enders.find(({ releases }) => releases === row.id)?.id ?? null,
    };
  };
}

/** The points of these orders, without their ids on the way to the database. */
function namedPoints(ctx: Ctx, orderIds: string[]): Promise<NamedPoint[]> {
  return ctx.db.$queryRaw<NamedPoint[]>(Prisma.sql`
    SELECT "id", "name", "lastSeenAt", "connected", "revokedAt" FROM "Pep" WHERE "orgId" = ${ctx.orgId} AND "id" IN (
      SELECT unnest("points") FROM "StopOrder" WHERE "orgId" = ${ctx.orgId} AND "id" = ANY(${orderIds}))`);
}

/** Whatever of the points is gone by now is left out. */
export function orderOf(row: OrderRow, around: Around): StopOrder {
  // Looked up by point: an order may name thousands.
  const acks = new Map(row.acks.map((ack) => [ack.pepId, ack]));
  const probes = new Map([...(around.probes ?? [])].reverse().map((probe) => [probe.pepId, probe]));
  return {
    orderId: row.id,
    scope: scopeOf(row),
    agentId: row.agentId,
    agentName: row.agentName,
    agents: row.agentIds.length,
    status: OrderStatus.parse(row.status),
    reason: row.reason,
    orderedByName: row.orderedByName,
    orderedAt: row.orderedAt.toISOString(),
    cancelledCheckpoints: row.cancelledCheckpoints,
    drill: row.drill,
    endedBy: around.endedBy ?? null,
    certificate: around.certificate ?? null,
    points: row.points.flatMap((id) => {
      const pep = around.peps.get(id);
      return pep ? [confirmation(row, pep, { ...around, ack: acks.get(id), probe: probes.get(id) })] : [];
    }),
  };
}

/** Null while the point has not confirmed the whole of the order. */
export function ackOf(
  row: OrderRow,
  pepId: string,
): { at: Date; cancelled: number | null; frozen: number | null } | null {
  return confirmed(
    row,
    row.acks.find((one) => one.pepId === pepId),
  );
}

function confirmed(row: OrderRow, ack: OrderRow["acks"][number] | undefined) {
  if (!ack || (ack.heard.length > 0 && !ack.heard.includes(row.id))) return null;
  return { at: ack.receivedAt, cancelled: ack.cancelled, frozen: ack.frozen };
}

type Said = Around & { ack: OrderRow["acks"][number] | undefined; probe: ProbeRow | undefined };

function confirmation(
  row: OrderRow,
  pep: NamedPoint,
  { tiers, now, probe, ...said }: Said,
): StopOrder["points"][number] {
  const ack = confirmed(row, said.ack);
  const reachable = pointState(pep, now) === "connected";
  return {
    pepId: pep.id,
    name: pep.name,
    state: ack ? "confirmed" : reachable ? "pending" : "unreachable",
    ms: ack ? Math.max(0, ack.at.getTime() - row.orderedAt.getTime()) : null,
    cancelled: ack?.cancelled ?? null,
    frozen: ack?.frozen ?? null,
    leaseEndsAt: ack || reachable ? null : (lastLeaseEnd(pep, tiers)?.toISOString() ?? null),
    probe: probe ? probeView(probe, now) : null,
  };
}

/** The end of the exposure is that of the tier that may go on for longest. */
export function lastLeaseEnd(pep: Pick<PointFacts, "lastSeenAt">, tiers: readonly RiskTier[]): Date | null {
  const ends = (tiers.length > 0 ? tiers : RiskTier.options).flatMap(
    (tier) => leaseEnd(pep.lastSeenAt, tier, offlineContract) ?? [],
  );
  return ends.length > 0 ? new Date(Math.max(...ends.map((end) => end.getTime()))) : null;
}

/** Rows from before there were scopes are about one agent. */
export function scopeOf(row: { scope: unknown; agentId: string | null }): StopScope {
  return StopScope.safeParse(row.scope).data ?? { kind: "agent", agentId: row.agentId ?? "" };
}

async function tiersOf(ctx: Ctx, orders: readonly OrderRow[]): Promise<Map<string, RiskTier>> {
  const rows = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: orders.flatMap(({ agentIds }) => agentIds) } },
    select: { id: true, riskTier: true },
  });
  return new Map(rows.map(({ id, riskTier }) => [id, RiskTier.parse(riskTier)]));
}
