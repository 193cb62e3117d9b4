/** What kill, suspend, retire and release share: agents' status, the order to the points, and the end of what they had waiting. */
import type { Done } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import { voidCheckpoints } from "@/lib/checkpoints/void-checkpoints";
import { appendControl } from "@/lib/db/control-log";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { AuditAction } from "@/lib/shared/audit-actions";
import { notFound, Refusal } from "@/lib/shared/errors";
import type { Json } from "@/sdk/canonical";
import type { RiskTier } from "@/sdk/wire/words";
import { createOrder } from "./give-order";
import { showStopOrder } from "./rows";
import type { StopOrder, StopScope } from "./stop-contract";

type Change = {
  status: "killed" | "suspended" | "active" | "retired";
  from: readonly string[];
  action: AuditAction;
  verb: string;
};

export const changes = {
  kill: { status: "killed", from: ["active", "suspended"], action: "agent.killed", verb: "killed" },
  suspend: { status: "suspended", from: ["active"], action: "agent.suspended", verb: "suspended" },
  retire: { status: "retired", from: ["active", "suspended", "killed"], action: "agent.retired", verb: "retired" },
  release: { status: "active", from: ["killed", "suspended"], action: "agent.released", verb: "released" },
} as const satisfies Record<string, Change>;

export type OrderMore = {
  scope?: StopScope;
  /** What the order is about in words, where that is not one agent. */
  title?: string;
  releases?: string;
  drill?: boolean;
  /** What else the audit entries say. */
  detail?: { [key: string]: Json };
};

export async function changeStatus(tx: TxCtx, id: string, reason: string, change: Change): Promise<Done<StopOrder>> {
  const [agent] = await lockedAgents(tx, [id]);
  if (!agent) throw notFound("agent");
  refuseUnlessTheirs(tx, agent);
  if (!change.from.includes(agent.status)) {
    throw new Refusal("conflict", `${agent.name} is ${agent.status}, so it cannot be ${change.verb}.`);
  }
  return orderAgents(tx, [agent], reason, change);
}

/** For those that go on with the order in the same transaction. */
export type Ordered = Done<StopOrder> & { orderId: string; points: number };

/** One order over agents that are locked and may be changed so. */
export async function orderAgents(
  tx: TxCtx,
  agents: readonly Locked[],
  reason: string,
  change: Change,
  more: OrderMore = {},
): Promise<Ordered> {
  const [first] = agents;
  if (!first) throw new Refusal("conflict", "There is no agent left that this would change.");
  const only = agents.length === 1 && more.title === undefined ? first : null;
  const agentIds = agents.map(({ id }) => id);
  await setStatus(tx, agentIds, reason, change);
  const scope = more.scope ?? { kind: "agent", agentId: first.id };
  const order = await createOrder(tx, {
    ...more,
    scope,
    title: more.title ?? first.name,
    agentId: only?.id ?? null,
    agentIds,
    // A drill asks every point: each must refuse the canary, whether or not it acts for it.
    reaches: more.drill ? null : agentIds,
    status: change.status,
    reason,
  });
  // The order goes first: points refuse the agents before they hear that their requests are void. The last agent is told
  // under the order's own id, so a point that confirms that has heard of all.
  for (const [place, agentId] of agentIds.entries()) {
    const orderId = place === agentIds.length - 1 ? order.id : `${order.id}.${place + 1}`;
    await appendControl(tx, { type: "agent", orderId, agentId, status: change.status });
  }
  const ended = await endWaiting(tx, agentIds, reason, change);
  const cancelled = [...ended.values()].reduce((sum, count) => sum + count, 0);
  if (cancelled > 0)
    await tx.db.stopOrder.update({ where: { id: order.id }, data: { cancelledCheckpoints: cancelled } });
  const events = agents.map(
    (agent): AuditEvent => ({
      action: change.action,
      target: { kind: "agent", id: agent.id, name: agent.name },
      detail: {
        order: order.id,
        reason,
        from: agent.status,
        to: change.status,
        points: order.named,
        cancelledCheckpoints: ended.get(agent.id) ?? 0,
        ...(more.title === undefined ? {} : { scope }),
        ...more.detail,
      },
    }),
  );
  return {
    // Read after the commit: drawing it up for a whole fleet here would hold back the news to the points.
    result: (ctx) => showStopOrder(ctx, order.id),
    orderId: order.id,
    points: order.points,
    event: [events[0] as AuditEvent, ...events.slice(1)],
  };
}

async function setStatus(tx: TxCtx, agentIds: string[], reason: string, { status }: Change): Promise<void> {
  await tx.db.agent.updateMany({
    where: { orgId: tx.orgId, id: { in: agentIds } },
    data: {
      status,
      statusReason: status === "active" ? null : reason,
      updatedAt: tx.now,
      ...(status === "retired" ? { retiredAt: tx.now, version: { increment: 1 } } : {}),
    },
  });
}

async function endWaiting(tx: TxCtx, agentIds: string[], reason: string, change: Change): Promise<Map<string, number>> {
  const ended = new Map<string, number>();
  if (change.status === "active") return ended;
  for (const id of agentIds) ended.set(id, await voidCheckpoints(tx, id, `the agent was ${change.verb}: ${reason}`));
  return ended;
}

export type Locked = {
  id: string;
  name: string;
  status: string;
  ownerId: string | null;
  backupOwnerId: string | null;
  riskTier: RiskTier;
};

/** In one order for everyone, so that two orders over the same agents wait for each other instead of deadlocking. */
export function lockedAgents(tx: TxCtx, ids: readonly string[]): Promise<Locked[]> {
  return tx.db.$queryRaw<Locked[]>(Prisma.sql`
    SELECT "id", "name", "status", "ownerId", "backupOwnerId", "riskTier" FROM "Agent"
    WHERE "orgId" = ${tx.orgId} AND "id" = ANY(${[...ids]}) ORDER BY "id" FOR UPDATE`);
}

export const isOperator = ({ actor }: TxCtx): boolean =>
  (actor.kind === "user" || actor.kind === "apiKey") &&
  (actor.roles.includes("admin") || actor.roles.includes("security"));

/** An owner stops what is theirs; admins and security stop anything. */
function refuseUnlessTheirs(tx: TxCtx, agent: Locked): void {
  if (tx.actor.kind !== "user" && tx.actor.kind !== "apiKey") return;
  if (isOperator(tx)) return;
  if (agent.ownerId === tx.actor.id || agent.backupOwnerId === tx.actor.id) return;
  throw new Refusal("forbidden", `Only the owners of ${agent.name}, security and admins may do this.`);
}
