/** Appends audit entries in the transaction of what they record. The leaf is fixed: canonical JSON, RFC 6962 leaf hash. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import type { AuditAction, AuditTarget } from "@/lib/shared/audit-actions";
import { newId } from "@/lib/shared/ids";
import { canonicalJson, type Json, leafHash } from "@/sdk/canonical";

export type AuditEvent = {
  action: AuditAction;
  target: AuditTarget;
  /** Facts beside who, what and when: differences, reasons, digests. Never a secret. */
  detail?: { [key: string]: Json };
  /** Only where the verb itself makes or finds the organisation. */
  orgId?: string;
};

/** Format 1 of the leaf. Its members are what a verifier reads, so they only ever grow with a new format number. */
function leafOf(ctx: Ctx, id: string, at: Date, event: AuditEvent) {
  return {
    format: 1,
    id,
    org: event.orgId ?? ctx.orgId,
    at: at.toISOString(),
    actor: { kind: ctx.actor.kind, id: ctx.actor.id, name: storable(ctx.actor.name) },
    action: event.action,
    target: { ...event.target, name: storable(event.target.name) },
    detail: event.detail ?? {},
    request: ctx.requestId,
  };
}

export async function recordAudit(tx: TxCtx, event: AuditEvent): Promise<void> {
  const id = newId("auditEntry", tx.now.getTime());
  const entry = leafOf(tx, id, tx.now, event);
  const leaf = canonicalJson(entry);
  await tx.db.auditEntry.create({
    data: {
      id,
      orgId: entry.org,
      at: tx.now,
      actorKind: entry.actor.kind,
      actorId: entry.actor.id,
      actorName: entry.actor.name,
      action: event.action,
      targetKind: entry.target.kind,
      targetId: entry.target.id,
      targetName: entry.target.name,
      requestId: tx.requestId,
      leaf,
      leafHash: leafHash(leaf),
    },
    select: { seq: true },
  });
  await notify(tx.db, { orgId: entry.org, topic: "audit", ref: event.action });
}

/** Postgres text holds neither NUL nor lone surrogates; both are written as the escapes that a reader can see. */
export function storable(text: string): string {
  const escaped = text.replaceAll("\u0000", "\\u0000");
  return escaped.isWellFormed()
    ? escaped
    : escaped.replace(
        /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
      );
}
