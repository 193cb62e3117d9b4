/** How long it took to block and to contain, from recorded calls, orders and confirmations. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { ResponseTimes } from "./contract";

type Span = { agentIds: readonly string[]; from: Date; to: Date };
export type Order = {
  orderId: string;
  agentId: string;
  status: string;
  reason: string;
  orderedByName: string;
  orderedAt: Date;
  confirmed: number;
  points: number;
  lastAckAt: Date | null;
};

/** Orders that stop one of these agents, oldest first; drills stop only canaries and are none. */
export const stopOrders = async ({ db, orgId }: Ctx, { agentIds, from, to }: Span): Promise<Order[]> =>
  agentIds.length === 0
    ? []
    : db.$queryRaw<Order[]>(Prisma.sql`
        SELECT o."id" AS "orderId", a."agentId", o."status", o."reason", o."orderedByName", o."orderedAt",
          cardinality(o."points") AS "points", count(k."pepId")::int AS "confirmed", max(k."receivedAt") AS "lastAckAt"
        FROM "StopOrder" o
        JOIN unnest(${[...agentIds]}::text[]) AS a("agentId") ON a."agentId" = ANY(o."agentIds")
        LEFT JOIN "StopAck" k ON k."orderId" = o."id" AND k."pepId" = ANY(o."points")
        WHERE o."orgId" = ${orgId} AND NOT o."drill" AND o."status" IN ('killed', 'suspended', 'retired')
          AND o."orderedAt" >= ${from} AND o."orderedAt" <= ${to}
        GROUP BY o."id", a."agentId" ORDER BY o."orderedAt", o."id", a."agentId"`);

/** When the last point confirmed; null while one has not. An order that had no point to reach took effect at once. */
const effectOf = ({ orderedAt, confirmed, points, lastAckAt }: Order): Date | null =>
  points === 0 ? orderedAt : confirmed >= points ? lastAckAt : null;

/** When the last of the agents was stopped everywhere; null while one is not, or when there is none. */
export function containedAt(agentIds: readonly string[], orders: readonly Order[]): Date | null {
  const each = agentIds.map((id) =>
    orders
      .filter(({ agentId }) => agentId === id)
      .map(effectOf)
      .reduce<Date | null>((first, at) => (at && (!first || at < first) ? at : first), null),
  );
  if (each.length === 0 || each.some((at) => at === null)) return null;
  return each.reduce((last, at) => (last && at && at > last ? at : (last ?? at)), null);
}

const seconds = (from: Date, to: Date): number => Math.max(0, (to.getTime() - from.getTime()) / 1000);

export async function responseTimes(ctx: Ctx, span: Span): Promise<ResponseTimes & { all: Order[] }> {
  const all = await stopOrders(ctx, span);
  const call = await firstRefusal(ctx, span);
  const order = all[0]?.orderedAt ?? null;
  const byOrder = order !== null && (call === null || order < call);
  const first = byOrder ? order : call;
  const contained = containedAt(span.agentIds, all);
  return {
    all,
    firstBlock: first && {
      at: first.toISOString(),
      seconds: seconds(span.from, first),
      how: byOrder ? "order" : "call",
    },
    containment: contained && { at: contained.toISOString(), seconds: seconds(span.from, contained) },
    orders: all.map(({ orderId, agentId, status, orderedAt, confirmed, points }) => ({
      orderId,
      agentId,
      status,
      orderedAt: orderedAt.toISOString(),
      confirmed,
      points,
    })),
  };
}

/** Hours with refusals first, from the counts; then the calls of the first such hours only. */
async function firstRefusal({ db, orgId }: Ctx, { agentIds, from, to }: Span): Promise<Date | null> {
  if (agentIds.length === 0) return null;
  const rows = await db.$queryRaw<{ at: Date | null }[]>(Prisma.sql`
    WITH hours AS (
      SELECT DISTINCT h."agentId", h."from" FROM "ActivityHour" h
      WHERE h."orgId" = ${orgId} AND h."agentId" = ANY(${[...agentIds]}) AND h."effect" = 'deny' AND h."enforced"
        AND h."calls" > 0 AND h."from" >= date_trunc('hour', ${from}::timestamptz, 'UTC') AND h."from" <= ${to}
      ORDER BY h."from" LIMIT ${2 * agentIds.length})
    SELECT min(e."receivedAt") AS "at" FROM hours
    CROSS JOIN LATERAL (
      SELECT e."receivedAt" FROM "ActivityEvent" e
      WHERE e."orgId" = ${orgId} AND e."agentId" = hours."agentId" AND e."receivedAt" >= greatest(hours."from", ${from})
        AND e."receivedAt" < hours."from" + interval '1 hour' AND e."effect" = 'deny' AND e."enforced"
      ORDER BY e."receivedAt" LIMIT 1) e`);
  return rows[0]?.at ?? null;
}
