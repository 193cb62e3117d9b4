/** Appends audit entries in the transaction of what they record. The leaf is fixed: canonical JSON, RFC 6962 leaf hash. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notifying } from "@/lib/db/notify";
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
export function leafOf(ctx: Ctx, id: string, at: Date, event: AuditEvent) {
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
  // One statement with its notice: every act waits for it.
  const rows = await tx.db.$queryRaw<unknown[]>(Prisma.sql`
    WITH entry AS (
      INSERT INTO "AuditEntry" ("id", "orgId", "at", "actorKind", "actorId", "actorName", "action", "targetKind", "targetId",
        "targetName", "requestId", "leaf", "leafHash")
      VALUES (${id}, ${entry.org}, ${tx.now}::timestamptz, ${entry.actor.kind}, ${entry.actor.id}, ${entry.actor.name},
        ${event.action}, ${entry.target.kind}, ${entry.target.id}, ${entry.target.name}, ${tx.requestId}, ${leaf},
        ${leafHash(leaf)})
      RETURNING "action"
    )
    SELECT ${notifying(entry.org, "audit", Prisma.sql`entry."action"`)} FROM entry`);
  if (rows.length !== 1) throw new Error("the audit log took no entry");
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
