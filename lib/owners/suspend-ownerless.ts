/** Private to this folder: agents whose time without an owner is over are suspended, by the step that suspends by hand. */
import { recordAuditMany } from "@/lib/audit/record-many";
import { type Ctx, databaseNow, type TxCtx, transaction } from "@/lib/db/ctx";
import { changeStatus, changes, lockedAgents } from "@/lib/enforcement/stop-agent";
import { byPerson, tellOwnership } from "./tell";

const MOST_AT_ONCE = 200;
type Over = { agentId: string; personId: string; personName: string; backupOwnerId: string | null; agentName: string };

/** Returns how many agents were suspended. */
export async function suspendOwnerless(ctx: Ctx): Promise<number> {
  const now = await databaseNow(ctx.db);
  const due = await ctx.db.ownerGrace.findMany({
    // Nobody's agents are suspended before somebody was told that they would be.
    where: { orgId: ctx.orgId, dueAt: { lte: now }, warnedAt: { not: null } },
    orderBy: { agentId: "asc" },
    take: MOST_AT_ONCE,
    select: { agentId: true },
  });
  const suspended: Over[] = [];
  for (const { agentId } of due) {
    const over = await transaction(ctx, (tx) => suspendOne(tx, agentId));
    if (over) suspended.push(over);
  }
  return suspended.length;
}

/** Under the agent's lock: of several workers one suspends it, and whoever got an owner in time goes on. */
async function suspendOne(tx: TxCtx, agentId: string): Promise<Over | null> {
  const [agent] = await lockedAgents(tx, [agentId]);
  const grace = await tx.db.ownerGrace.findFirst({ where: { agentId, orgId: tx.orgId, dueAt: { lte: tx.now } } });
  if (!agent || !grace || agent.status !== "active" || (await hasOwner(tx, agent.ownerId))) return null;
  const { personId, personName } = grace;
  const reason = `Its owner ${personName} left, and nobody else was named in time.`.slice(0, 500);
  const { event } = await changeStatus(tx, agentId, reason, changes.suspend);
  if (event === "repetition") return null;
  await recordAuditMany(tx, Array.isArray(event) ? event : [event]);
  await tx.db.ownerGrace.delete({ where: { agentId } });
  const over = { agentId, agentName: agent.name, backupOwnerId: agent.backupOwnerId, personId, personName };
  for (const { person, rows } of byPerson([over]))
    await tellOwnership(tx, { notice: "agentsSuspended", person, agents: rows, at: null });
  return over;
}

const hasOwner = async (tx: TxCtx, id: string | null): Promise<boolean> =>
  id !== null && (await tx.db.user.count({ where: { id, orgId: tx.orgId, status: "active" } })) > 0;
