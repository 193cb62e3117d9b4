import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { passkeyProof } from "@/lib/identity/ask-passkey";
import { newId } from "@/lib/shared/ids";
import { showBreakGlass } from "./break-glass-rows";
import { eventOf, move } from "./decide-checkpoint";
import { breakGlassOp, REVIEW_WITHIN_HOURS } from "./glass-contract";
import { makeGrant } from "./make-grant";
import { queueAbout } from "./queue-checkpoint-message";
import { type ReadyToBreak, readyToBreak } from "./ready-to-break";
import type { Row } from "./rows";

const HOUR_MS = 3_600_000;

export const breakGlass = command(breakGlassOp, async (tx, { id, digest, reason, stepUp }) => {
  const { row, me, now } = await readyToBreak(tx, id, digest);
  const receipt = await passkeyProof(tx, {
    purpose: "breakGlass",
    about: { checkpoint: row.id, digest },
    answer: stepUp,
    refused: (code) => eventOf(row, "checkpoint.refused", { code, digest, breakGlass: true }),
  });
  if (row.decoy !== null) return breakOnDecoy(tx, { row, me, now }, { digest, reason, passkey: receipt.passkeyId });
  const glass = await tx.db.breakGlass.create({
    data: {
      id: newId("breakGlass", now.getTime()),
      orgId: tx.orgId,
      checkpointId: row.id,
      agentId: row.agentId,
      agentName: row.agentName,
      tool: row.tool,
      digest,
      reason,
      grantedById: me.id,
      grantedByName: me.name,
      at: now,
      stepUp: receipt,
      reviewDueAt: new Date(now.getTime() + REVIEW_WITHIN_HOURS * HOUR_MS),
    },
  });
  const grant = await makeGrant(tx, row, now);
  // The agent is told that it was approved, and no more: why is for the review.
  await move(tx, row, "approved", "the glass was broken", now, grant);
  await alarm(tx, row, glass);
  return {
    result: showBreakGlass(glass, now),
    event: eventOf(row, "checkpoint.glassBroken", { breakGlass: glass.id, digest, reason, passkey: receipt.passkeyId }),
  };
});

type Told = { digest: string; reason: string; passkey: string };

/**
 * Nothing is released and nobody is alarmed: the decoy ends and says what it was. Whoever would have let it through on their own
 * has missed it, as one who approved it has.
 */
async function breakOnDecoy(tx: TxCtx, { row, me, now }: Pick<ReadyToBreak, "row" | "me" | "now">, told: Told) {
  await tx.db.checkpointDecision.createMany({
    data: [
      {
        checkpointId: row.id,
        orgId: tx.orgId,
        userId: me.id,
        userName: me.name,
        personId: me.id,
        verdict: "approve",
        note: `The glass was broken: ${told.reason}`,
        digest: told.digest,
        at: now,
      },
    ],
    // One who has voted already has one vote, as anywhere.
    skipDuplicates: true,
  });
  await move(tx, row, "approved", "the glass was broken", now);
  return { result: null, event: eventOf(row, "checkpoint.glassBroken", { breakGlass: null, ...told }) };
}

/** The owners, all admins and whoever reads findings hear of it in the transaction that lets it through. */
async function alarm(tx: TxCtx, row: Row, glass: { id: string; grantedByName: string; reason: string }): Promise<void> {
  await raiseFinding(tx, {
    kind: "breakGlass.used",
    severity: "critical",
    part: glass.id,
    subject: { kind: "agent", id: row.agentId, name: row.agentName },
    title: `${glass.grantedByName} let ${row.agentName} call ${row.tool} without the people whom it waited for`,
    mend: "Somebody else reviews it, with a verdict and a reason.",
    detail: { breakGlass: glass.id, checkpoint: row.id, reason: glass.reason },
  });
  const agent = await tx.db.agent.findUnique({
    where: { id_orgId: { id: row.agentId, orgId: tx.orgId } },
    select: { ownerId: true, backupOwnerId: true },
  });
  const admins = await tx.db.user.findMany({
    where: { orgId: tx.orgId, status: "active", roles: { has: "admin" } },
    select: { id: true },
  });
  const people = [agent?.ownerId, agent?.backupOwnerId, ...admins.map(({ id }) => id)];
  await queueAbout(tx, row, { kind: "breakGlass", people: people.flatMap((id) => id ?? []) });
}
