/** Private to this folder: a stored entry as the contract shows it. */
import type { AuditErasure, AuditEntry as EntryRow } from "@/lib/db/generated/client";
import type { AuditEntry } from "./contract";

/** What `entryOf` needs beside the entry itself. */
export const besides = { sealed: { select: { index: true } }, erasure: true } as const;
export type AuditRow = EntryRow & { sealed: { index: bigint } | null; erasure: AuditErasure | null };

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
  index: row.sealed ? Number(row.sealed.index) : null,
  erased: row.erasure && { at: row.erasure.at.toISOString(), by: row.erasure.byName, reason: row.erasure.reason },
});
