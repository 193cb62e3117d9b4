/** What kill, suspend and release share: the agent's status, the order to the points, and the end of what it had waiting. */

import type { Done } from "@/lib/audit/command";
import { voidCheckpoints } from "@/lib/checkpoints/void-checkpoints";
import { appendControl } from "@/lib/db/control-log";
import type { TxCtx } from "@/lib/db/ctx";
import { type Pep, Prisma } from "@/lib/db/generated/client";
import type { AuditAction } from "@/lib/shared/audit-actions";
import { notFound, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { RiskTier } from "@/sdk/wire/words";
import type { StopOrder } from "./contract";
import { orderOf, withAcks } from "./rows";

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

export async function changeStatus(
  tx: TxCtx,
  agentId: string,
  reason: string,
  change: Change,
): Promise<Done<StopOrder>> {
  const agent = await lockedAgent(tx, agentId);
  refuseUnlessTheirs(tx, agent);
  if (!change.from.includes(agent.status)) {
    throw new Refusal("conflict", `${agent.name} is ${agent.status}, so it cannot be ${change.verb}.`);
  }
  const orderId = newId("stopOrder", tx.now.getTime());
  const peps = await pointsFor(tx, agentId);
  const points = peps.map(({ id }) => id);
  await tx.db.agent.update({
    where: { id: agentId },
    data: {
      status: change.status,
      statusReason: change.status === "active" ? null : reason,
      updatedAt: tx.now,
      ...(change.status === "retired" ? { retiredAt: tx.now, version: { increment: 1 } } : {}),
    },
  });
  const order = await tx.db.stopOrder.create({
    include: withAcks,
    data: {
      id: orderId,
      orgId: tx.orgId,
      agentId,
      agentName: agent.name,
      status: change.status,
      reason,
      orderedByName: tx.actor.name,
      orderedAt: tx.now,
      points,
    },
  });
  // The order goes first: points refuse the agent before they hear that its requests are void.
  await appendControl(tx, { type: "agent", orderId, agentId, status: change.status });
  const cancelled =
    change.status === "active" ? 0 : await voidCheckpoints(tx, agentId, `the agent was ${change.verb}: ${reason}`);
  return {
    // Built from what is at hand: every query here would hold the commit back, and with it the news to the points.
    result: orderOf(order, new Map(peps.map((pep) => [pep.id, pep])), agent.riskTier, cancelled, tx.now),
    event: {
      action: change.action,
      target: { kind: "agent", id: agentId, name: agent.name },
      detail: {
        order: orderId,
        reason,
        from: agent.status,
        to: change.status,
        points,
        cancelledCheckpoints: cancelled,
      },
    },
  };
}

type Locked = {
  id: string;
  name: string;
  status: string;
  ownerId: string | null;
  backupOwnerId: string | null;
  riskTier: RiskTier;
};

async function lockedAgent(tx: TxCtx, id: string): Promise<Locked> {
  const rows = await tx.db.$queryRaw<Locked[]>(Prisma.sql`
    SELECT "id", "name", "status", "ownerId", "backupOwnerId", "riskTier" FROM "Agent" WHERE "id" = ${id} AND "orgId" = ${tx.orgId} FOR UPDATE`);
  const agent = rows[0];
  if (!agent) throw notFound("agent");
  return agent;
}

/** An owner stops what is theirs; admins and security stop anything. */
function refuseUnlessTheirs(tx: TxCtx, agent: Locked): void {
  if (tx.actor.kind !== "user" && tx.actor.kind !== "apiKey") return;
  if (tx.actor.roles.includes("admin") || tx.actor.roles.includes("security")) return;
  if (agent.ownerId === tx.actor.id || agent.backupOwnerId === tx.actor.id) return;
  throw new Refusal("forbidden", `Only the owners of ${agent.name}, security and admins may do this.`);
}

async function pointsFor(tx: TxCtx, agentId: string): Promise<Pep[]> {
  return tx.db.pep.findMany({
    where: {
      orgId: tx.orgId,
      revokedAt: null,
      lastSeenAt: { not: null },
      OR: [{ agents: { isEmpty: true } }, { agents: { has: agentId } }],
    },
    orderBy: { id: "asc" },
  });
}
