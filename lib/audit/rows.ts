/** Private to this folder: a stored entry as the contract shows it. */
import type { AuditEntry as AuditRow } from "@/lib/db/generated/client";
import type { AuditEntry } from "./contract";

export const entryOf = (row: AuditRow): AuditEntry => ({
  seq: Number(row.seq),
  id: row.id,
  at: row.at.toISOString(),
  actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
  action: row.action,
  target: { kind: row.targetKind, id: row.targetId, name: row.targetName },
  requestId: row.requestId,
  leaf: row.leaf,
  leafHash: row.leafHash,
});
