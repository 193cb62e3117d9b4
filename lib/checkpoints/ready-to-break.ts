/** Private to this folder: what breaking the glass and asking one's passkey for it share. */
import { RecordedRefusal } from "@/lib/audit/command";
import { databaseNow, type TxCtx } from "@/lib/db/ctx";
import { personOf } from "@/lib/identity/step-up";
import type { ErrorCode } from "@/lib/shared/errors";
import { refuseIfPolicyChanged } from "./decide-action";
import { eventOf } from "./decide-checkpoint";
import { inQuestion, lockCheckpoint, type Row } from "./rows";
import { closedSentence } from "./show-checkpoint";

export type ReadyToBreak = { row: Row; me: { id: string; name: string }; digest: string; now: Date };

/** Locks the request. It stands in for missing people only: whatever an approval could not release, this cannot either. */
export async function readyToBreak(tx: TxCtx, id: string, digest: string): Promise<ReadyToBreak> {
  const row = await lockCheckpoint(tx, id);
  const now = await databaseNow(tx.db);
  const refuse = (code: ErrorCode, message: string) =>
    new RecordedRefusal(code, message, eventOf(row, "checkpoint.refused", { code, digest, breakGlass: true }));
  if (row.status !== "pending") throw refuse("already_decided", closedSentence(row, now));
  if (row.expiresAt <= now) throw refuse("expired", closedSentence(row, now));
  if (inQuestion(row).digest !== digest)
    throw refuse(
      "digest_mismatch",
      "What you were shown is not this action any more. Nothing was decided; read it again.",
    );
  await refuseIfPolicyChanged(tx, row);
  return { row, me: personOf(tx), digest, now };
}
