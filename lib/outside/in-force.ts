/** Private to this folder: the access by which somebody reads, judged anew at every request by the database clock. */
import { RecordedRefusal } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import type { AccessRow } from "./rows";
import { whyOver } from "./rules";

/** Somebody else's, and another organisation's, are as unknown as one that never was. */
export async function accessInForce(tx: TxCtx, id: string): Promise<AccessRow> {
  const row = await tx.db.outsideAccess.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!row || tx.actor.kind !== "user" || row.userId !== tx.actor.id) throw notFound("access");
  const over = whyOver(row, tx.now);
  if (over) throw new RecordedRefusal("forbidden", over, { ...readBy(row, {}), action: "outside.refused" });
  return row;
}

/** What an auditor from outside read is on record, whatever it was. */
export const readBy = (access: AccessRow, what: { [key: string]: string }): AuditEvent => ({
  action: "outside.read",
  target: { kind: "outsideAccess", id: access.id, name: access.email },
  detail: what,
});
