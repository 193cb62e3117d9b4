import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { lockEdge } from "@/lib/delegations/lock-edge";
import { notFound, Refusal } from "@/lib/shared/errors";
import { revokeScope } from "./revoke-scope";
import { isOperator } from "./stop-agent";
import { revokeDelegationOp } from "./stop-contract";

/**
 * Ends what was signed, and stops the edge by an order of its own in the same transaction: the control log carries it to the
 * points as it does a kill, and they refuse by it without waiting for a bundle.
 */
export const revokeDelegation = command(revokeDelegationOp, async (tx, { id, reason }) => {
  const where = { id_orgId: { id, orgId: tx.orgId } };
  const known = await tx.db.delegation.findUnique({ where });
  if (!known) throw notFound("delegation");
  await lockEdge(tx, known.fromId, known.toId);
  const row = await tx.db.delegation.findUniqueOrThrow({ where });
  const [from, to] = [await agentOf(tx, row.fromId), await agentOf(tx, row.toId)];
  refuseUnlessTheirs(tx, [from, to]);
  if (row.status !== "signed") throw new Refusal("conflict", `It is ${row.status}, so there is nothing to revoke.`);
  await tx.db.delegation.update({
    where,
    data: { status: "revoked", statusReason: reason, endedAt: tx.now },
    select: { id: true },
  });
  const title = `${from.name} acting through ${to.name}`;
  const scope = { kind: "delegation" as const, from: row.fromId, to: row.toId };
  const { result, event } = await revokeScope(tx, { scope, title, reason });
  const own = {
    action: "delegation.revoked" as const,
    target: { kind: "delegation" as const, id, name: `${from.name} through ${to.name}` },
    detail: { from: row.fromId, to: row.toId, reason },
  };
  return { result, event: event === "repetition" ? own : [own, ...(Array.isArray(event) ? event : [event])] };
});

type Owned = { name: string; ownerId: string | null; backupOwnerId: string | null };

async function agentOf(tx: TxCtx, id: string): Promise<Owned> {
  const agent = await tx.db.agent.findUnique({
    where: { id_orgId: { id, orgId: tx.orgId } },
    select: { name: true, ownerId: true, backupOwnerId: true },
  });
  if (!agent) throw notFound("agent");
  return agent;
}

function refuseUnlessTheirs(tx: TxCtx, agents: readonly Owned[]): void {
  if (isOperator(tx)) return;
  if (agents.some(({ ownerId, backupOwnerId }) => ownerId === tx.actor.id || backupOwnerId === tx.actor.id)) return;
  throw new Refusal("forbidden", "Only the owners of the two agents, security and admins may revoke this.");
}
