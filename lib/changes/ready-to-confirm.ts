/** What confirming a change and asking one's passkey for it share. */
import { RecordedRefusal } from "@/lib/audit/command";
import { databaseNow, type TxCtx } from "@/lib/db/ctx";
import type { ChangeRequest as Row } from "@/lib/db/generated/client";
import { personOf } from "@/lib/identity/step-up";
import type { ErrorCode } from "@/lib/shared/errors";
import { changeTarget, lockChanges, readChange, statusOf } from "./change-rows";

export type ReadyToConfirm = { row: Row; me: { id: string; name: string }; now: Date };

export async function readyToConfirm(tx: TxCtx, id: string, digest: string): Promise<ReadyToConfirm> {
  await lockChanges(tx);
  const row = await readChange(tx, id);
  // The lock may have been waited for, so the clock is read after it.
  const now = await databaseNow(tx.db);
  const refuse = (code: ErrorCode, message: string) => new RecordedRefusal(code, message, refusedEvent(row, code));
  const me = personOf(tx);
  const status = statusOf(row, now);
  if (status === "expired") throw refuse("expired", "Nobody confirmed this change in time. Ask for it again.");
  if (status !== "proposed") throw refuse("conflict", `This change is ${status} already.`);
  if (row.digest !== digest)
    throw refuse("digest_mismatch", "What you were shown is not this change. Nothing was confirmed; read it again.");
  if (row.askedById === me.id)
    throw refuse(
      "forbidden",
      "You asked for this change, so somebody else has to confirm it. If nobody else may, the operator of the server invites a second person: npm run -s admin -- second-person.",
    );
  return { row, me, now };
}

export const refusedEvent = (row: Row, code: ErrorCode) =>
  ({ action: "change.refused", target: changeTarget(row), detail: { code, digest: row.digest } }) as const;
