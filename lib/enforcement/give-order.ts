/** Private to this folder: the row of an order, with the points that it must reach. */
import type { TxCtx } from "@/lib/db/ctx";
import type { Pep, Prisma } from "@/lib/db/generated/client";
import { newId } from "@/lib/shared/ids";
import { personOf } from "./person-of";
import { withAcks } from "./rows";
import type { OrderStatus, StopScope } from "./stop-contract";

export type NewOrder = {
  scope: StopScope;
  /** In words. */
  title: string;
  agentId: string | null;
  agentIds: string[];
  status: OrderStatus;
  reason: string;
  points: readonly Pep[];
  releases?: string;
  drill?: boolean;
};

export async function createOrder(tx: TxCtx, order: NewOrder) {
  return tx.db.stopOrder.create({
    include: withAcks,
    data: {
      id: newId("stopOrder", tx.now.getTime()),
      orgId: tx.orgId,
      agentId: order.agentId,
      agentName: order.title,
      scope: order.scope,
      agentIds: order.agentIds,
      status: order.status,
      reason: order.reason,
      orderedById: await personOf(tx),
      orderedByName: tx.actor.name,
      orderedAt: tx.now,
      points: order.points.map(({ id }) => id),
      releases: order.releases ?? null,
      drill: order.drill ?? false,
    },
  });
}

/** Points that an order must reach: all that ever spoke and may act for any of these agents. Null: every one. */
export async function pointsFor(tx: TxCtx, agentIds: string[] | null): Promise<Pep[]> {
  const scope: Prisma.PepWhereInput = agentIds
    ? { OR: [{ agents: { isEmpty: true } }, { agents: { hasSome: agentIds } }] }
    : {};
  return tx.db.pep.findMany({
    where: { orgId: tx.orgId, revokedAt: null, lastSeenAt: { not: null }, ...scope },
    orderBy: { id: "asc" },
  });
}
