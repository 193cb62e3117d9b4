/** Appends the entries of one act in one statement, in their order: one at a time, thousands would hold everybody else up. */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { newId } from "@/lib/shared/ids";
import { canonicalJson, leafHash } from "@/sdk/canonical";
import { type AuditEvent, leafOf } from "./record";

export async function recordAuditMany(tx: TxCtx, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const entries = events.map((event) => leafOf(tx, newId("auditEntry", tx.now.getTime()), tx.now, event));
  const leaves = entries.map((entry) => canonicalJson(entry));
  const all = <Value>(of: (entry: (typeof entries)[number]) => Value): Value[] => entries.map(of);
  const count = await tx.db.$executeRaw(Prisma.sql`
    INSERT INTO "AuditEntry" ("id", "orgId", "at", "actorKind", "actorId", "actorName", "action", "targetKind", "targetId",
      "targetName", "requestId", "leaf", "leafHash")
    SELECT e."id", e."org", ${tx.now}::timestamptz, ${tx.actor.kind}, ${tx.actor.id}, e."actor", e."action", e."kind", e."target",
      e."name", ${tx.requestId}, e."leaf", e."hash"
    FROM unnest(${all(({ id }) => id)}::text[], ${all(({ org }) => org)}::text[], ${all(({ actor }) => actor.name)}::text[],
      ${all(({ action }) => action)}::text[], ${all(({ target }) => target.kind)}::text[],
      ${all(({ target }) => target.id)}::text[], ${all(({ target }) => target.name)}::text[], ${leaves}::text[],
      ${leaves.map((leaf) => leafHash(leaf))}::text[])
      WITH ORDINALITY AS e("id", "org", "actor", "action", "kind", "target", "name", "leaf", "hash", "place")
    ORDER BY e."place"`);
  if (count !== events.length) throw new Error("the audit log took fewer entries than it was given");
  for (const ref of new Set(all(({ action }) => action))) await notify(tx.db, { orgId: tx.orgId, topic: "audit", ref });
}
