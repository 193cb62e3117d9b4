/** Tells people about a request, in the transaction of what they are told. What is said is read from the request's own row. */
import type { TxCtx } from "@/lib/db/ctx";
import { asking, type CallFacts, type MessageKind } from "@/lib/messages/contract";
import { peopleTold, queueMessage } from "@/lib/messages/queue-message";
import { notFound } from "@/lib/shared/errors";
import { OperationClass, RiskTier } from "@/sdk/wire/words";
import type { Row } from "./rows";

type Told = Pick<Row, "id" | "agentId" | "agentName" | "tool" | "operationClass" | "riskTier" | "expiresAt">;

export type CheckpointMessage = {
  checkpointId: string;
  kind: MessageKind;
  people: readonly string[];
  /** Tells apart what is said more than once: "1" for the first reminder, "2" for the second. */
  step?: string;
};

export async function queueCheckpointMessage(tx: TxCtx, { checkpointId, ...rest }: CheckpointMessage): Promise<number> {
  if (rest.people.length === 0) return 0;
  const row = await tx.db.checkpoint.findUnique({ where: { id_orgId: { id: checkpointId, orgId: tx.orgId } } });
  if (!row) throw notFound("checkpoint request");
  return queueAbout(tx, row, rest);
}

/** The same for a caller who has the row. */
export const queueAbout = (
  tx: TxCtx,
  row: Told,
  { kind, people, step }: Omit<CheckpointMessage, "checkpointId">,
  outcome: CallFacts["outcome"] = null,
): Promise<number> =>
  queueMessage(tx, {
    kind,
    people,
    subject: { kind: "checkpoint", id: row.id },
    ...(step ? { step } : {}),
    facts: {
      agentId: row.agentId,
      agentName: row.agentName,
      tool: row.tool,
      operationClass: OperationClass.parse(row.operationClass),
      riskTier: RiskTier.parse(row.riskTier),
      expiresAt: row.expiresAt.toISOString(),
      outcome,
    },
  });

const outcomes = ["approved", "denied", "cancelled", "expired"] as const;

/** Whoever was asked and did not end it is told that nothing is left to do. */
export async function tellEnd(tx: TxCtx, row: Row, status: string): Promise<void> {
  const outcome = outcomes.find((one) => one === status);
  if (!outcome) return;
  const told = await peopleTold(tx, { kind: "checkpoint", id: row.id }, asking);
  const people = told.filter((id) => id !== tx.actor.id);
  await queueAbout(tx, row, { kind: outcome === "expired" ? "expired" : "decided", people }, outcome);
}
