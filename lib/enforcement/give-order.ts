/** Private to this folder: the row of an order, with the points that it must reach. */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { newId } from "@/lib/shared/ids";
import { personOf } from "./person-of";
import type { OrderStatus, StopScope } from "./stop-contract";

export type NewOrder = {
  scope: StopScope;
  /** In words. */
  title: string;
  agentId: string | null;
  agentIds: string[];
  status: OrderStatus;
  reason: string;
  points: string[];
  releases?: string;
  drill?: boolean;
};

export async function createOrder(tx: TxCtx, order: NewOrder): Promise<{ id: string }> {
  return tx.db.stopOrder.create({
    select: { id: true },
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
      points: order.points,
      releases: order.releases ?? null,
      drill: order.drill ?? false,
    },
  });
}

/**
 * Points that an order must reach: all that ever spoke and may act for any of these agents. Null: every one. Their ids alone,
 * in one row: a fleet's rows would hold the commit back, and with it the news to the points.
 */
export async function pointsFor(tx: TxCtx, agentIds: string[] | null): Promise<string[]> {
  const scope = agentIds
    ? Prisma.sql`AND (cardinality("agents") = 0 OR "agents" && ${agentIds}::text[])`
    : Prisma.empty;
  const rows = await tx.db.$queryRaw<{ ids: string[] }[]>(Prisma.sql`
    SELECT coalesce(array_agg("id" ORDER BY "id"), '{}') AS "ids" FROM "Pep"
    WHERE "orgId" = ${tx.orgId} AND "revokedAt" IS NULL AND "lastSeenAt" IS NOT NULL ${scope}`);
  return rows[0]?.ids ?? [];
}
