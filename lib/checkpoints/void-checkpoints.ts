/** Ends what waits or is granted, at once. Part of the act that stops it: the caller records that act. */

import { recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import type { Prisma } from "@/lib/db/generated/client";
import { blocksCall, principalsOf } from "@/sdk/revoked";
import { Action } from "@/sdk/wire/action";
import type { RevokedScope } from "@/sdk/wire/protocol";
import { eventOf, move } from "./decide-checkpoint";
import { lockCheckpoint } from "./rows";
import { voidStanding } from "./standing-rows";

/** Pending requests of an agent, and of those that act on its word, are cancelled and unused grants voided. Returns how many. */
export async function voidCheckpoints(tx: TxCtx, agentId: string, reason: string): Promise<number> {
  await voidStanding(tx, ({ agent, chain }) => principalsOf({ agentId: agent, chain }).includes(agentId), reason);
  const comesFrom = (row: { action: string }): boolean => {
    const { agent, chain } = Action.parse(JSON.parse(row.action));
    return principalsOf({ agentId: agent, chain }).includes(agentId);
  };
  // The agent's id stands in the text of every action that comes through it, so the database need not give up the others.
  return voidWhere(tx, { OR: [{ agentId }, { action: { contains: agentId } }] }, comesFrom, reason);
}

/** Unused grants that a standing approval made. */
export const voidByStanding = (tx: TxCtx, standingId: string, reason: string): Promise<number> =>
  voidWhere(tx, { standingId }, () => true, reason);

/**
 * The same for whatever a scope covers. A credential is not part of an approved action: the point itself ends a wait for
 * people whose call presents it.
 */
export async function voidScope(tx: TxCtx, scope: RevokedScope, reason: string): Promise<number> {
  const agents = await tx.db.agent.findMany({ where: { orgId: tx.orgId }, select: { id: true, provider: true } });
  const providers = new Map(agents.map(({ id, provider }) => [id, provider]));
  const covers = (row: { action: string }): boolean => {
    const { agent, tool, chain } = Action.parse(JSON.parse(row.action));
    return blocksCall(scope, { agentId: agent, tool, chain }, (id) => providers.get(id) ?? null);
  };
  await voidStanding(tx, (action) => covers({ action: JSON.stringify(action) }), reason);
  return voidWhere(tx, {}, covers, reason);
}

async function voidWhere(
  tx: TxCtx,
  where: Prisma.CheckpointWhereInput,
  covers: (row: { action: string }) => boolean,
  reason: string,
): Promise<number> {
  const open = await tx.db.checkpoint.findMany({
    where: { ...where, orgId: tx.orgId, status: { in: ["pending", "approved"] } },
    select: { id: true, action: true },
    orderBy: { id: "asc" },
  });
  let ended = 0;
  for (const { id } of open.filter(covers)) {
    const row = await lockCheckpoint(tx, id);
    if (row.status !== "pending" && row.status !== "approved") continue;
    const pending = row.status === "pending";
    await tx.db.grant.updateMany({ where: { checkpointId: id, redeemedAt: null }, data: { voidedAt: tx.now } });
    await move(tx, row, pending ? "cancelled" : "voided", reason, tx.now);
    await recordAudit(tx, eventOf(row, pending ? "checkpoint.cancelled" : "checkpoint.voided", { reason }));
    // Nobody's agent waited for a decoy.
    if (row.decoy === null) ended++;
  }
  return ended;
}
