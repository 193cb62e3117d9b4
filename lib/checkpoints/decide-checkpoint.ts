/** What approving and denying share: the lock, the digest, the clock, the authority. */

import { RecordedRefusal } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import { appendControl } from "@/lib/db/control-log";
import { databaseNow, type TxCtx } from "@/lib/db/ctx";
import type { Grant as GrantRow } from "@/lib/db/generated/client";
import type { StepUpReceipt } from "@/lib/identity/passkey-contract";
import type { ErrorCode } from "@/lib/shared/errors";
import type { CheckpointStatus } from "./contract";
import { endDecoy } from "./decoy";
import type { Voter } from "./electorate";
import { tellEnd } from "./queue-checkpoint-message";
import { approversOf, inQuestion, lockCheckpoint, type Row, readSubject, signedGrantOf, stagesNow } from "./rows";
import { cannotDecide, inStage, type Stage, type Subject } from "./rules";
import { closedSentence } from "./show-checkpoint";
import { voterOf, votersOf } from "./voters";

export type Ready = { row: Row; me: Voter; approvers: Voter[]; agent: Subject; stages: Stage[]; now: Date };

/**
 * Locks the request and refuses whatever must not be decided; each refusal is recorded. With `orApproved`, whoever has approved
 * may act as well: for what is no vote.
 */
export async function readyToDecide(tx: TxCtx, id: string, digest: string, orApproved = false): Promise<Ready> {
  const row = await lockCheckpoint(tx, id);
  // The lock may have been waited for, so the clock is read after it.
  const now = await databaseNow(tx.db);
  const refuse = (code: ErrorCode, message: string) =>
    new RecordedRefusal(code, message, eventOf(row, "checkpoint.refused", { code, digest }));
  if (row.status !== "pending") throw refuse("already_decided", closedSentence(row, now));
  if (row.expiresAt <= now) throw refuse("expired", closedSentence(row, now));
  if (inQuestion(row).digest !== digest)
    throw refuse(
      "digest_mismatch",
      "What you were shown is not this action any more. Nothing was decided; read it again.",
    );
  const voters = await votersOf(tx, now);
  const me = voterOf(tx.actor, voters);
  const agent = await readSubject(tx, row);
  const stages = stagesNow(row, now);
  const approvers = approversOf(row, voters);
  const why = cannotDecide(me, stages, orApproved ? [] : approvers, agent);
  if (!me || why) throw refuse("forbidden", why ?? "You cannot decide this.");
  return { row, me, approvers, agent, stages, now };
}

/** The reason goes to the agent; the note stays in the record. */
export type Words = { reason: string | null; note: string | null };

/** Absent people whom this vote can count for: only those whom the request asks. */
export const standsFor = ({ me, stages, agent }: Ready): { id: string; name: string }[] =>
  me.duties
    .filter(({ personId }) => personId !== me.personId)
    .filter((duty) => stages.some((stage) => inStage({ ...me, duties: [duty] }, stage, agent)))
    .map(({ personId, name }) => ({ id: personId, name }));

/** What the record says of who voted: for whom, and by which key. */
export const voterFacts = (ready: Ready) => ({
  person: ready.me.personId,
  key: ready.me.key,
  standsFor: standsFor(ready).map(({ name }) => name),
});

export async function castVote(
  tx: TxCtx,
  ready: Ready,
  verdict: "approve" | "deny",
  { reason, note }: Words,
  stepUp: StepUpReceipt | null = null,
): Promise<void> {
  const { row, me, now } = ready;
  await tx.db.checkpointDecision.create({
    data: {
      checkpointId: row.id,
      orgId: tx.orgId,
      userId: me.id,
      userName: me.name,
      personId: me.personId,
      standsFor: standsFor(ready),
      verdict,
      reason,
      note,
      digest: inQuestion(row).digest,
      at: now,
      stepUp: stepUp ?? undefined,
    },
  });
}

/** Moves the request and tells its point, in the transaction that decided it; `grant` is what an approval gave. */
export async function move(
  tx: TxCtx,
  row: Row,
  status: CheckpointStatus,
  reason: string | null,
  now: Date,
  grant: GrantRow | null = null,
): Promise<void> {
  const closed = status !== "approved";
  await tx.db.checkpoint.update({
    where: { id: row.id },
    data: { status, statusReason: reason, ...(closed ? { closedAt: now } : {}) },
  });
  await tellEnd(tx, row, status);
  if (row.decoy !== null) return endDecoy(tx, row, status, now);
  if (status === "redeemed" || status === "pending" || status === "lapsed") return;
  await appendControl(
    tx,
    { type: "checkpoint.decided", checkpointId: row.id, status, reason, grant: grant ? signedGrantOf(grant) : null },
    row.pepId,
  );
}

export const eventOf = (
  row: Pick<Row, "id" | "agentName" | "tool">,
  action: AuditEvent["action"],
  detail: AuditEvent["detail"],
): AuditEvent => ({
  action,
  target: { kind: "checkpoint", id: row.id, name: `${row.agentName}: ${row.tool}` },
  detail: detail ?? {},
});
