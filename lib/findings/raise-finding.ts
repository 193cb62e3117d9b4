/** Opens a finding, or says that an open one was seen again; called by the verbs and jobs that find something. */
import { recordAudit, storable } from "@/lib/audit/record";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { newId } from "@/lib/shared/ids";
import type { Json } from "@/sdk/canonical";
import type { FindingKind, Severity } from "./contract";

export type NewFinding = {
  kind: FindingKind;
  severity: Severity;
  /** Which part of the subject it is about, where one subject can have several of a kind. */
  part?: string;
  subject: { kind: "tool" | "point" | "agent" | "order"; id: string; name: string };
  /** One sentence of what is wrong. */
  title: string;
  /** One sentence of what to do. */
  mend: string;
  detail?: { [key: string]: Json };
};

type Upserted = { id: string; opened: boolean };

export const findingKey = (kind: FindingKind, subjectId: string, part = ""): string => `${kind} ${subjectId} ${part}`;

/** Returns the finding's id. One audit entry when it opens; being seen again is counted and not an entry. */
export function raiseFinding(ctx: Ctx, found: NewFinding): Promise<string> {
  return transaction(ctx, (tx) => upsert(tx, found));
}

async function upsert(tx: TxCtx, { kind, severity, part, subject, title, mend, detail = {} }: NewFinding) {
  const key = findingKey(kind, subject.id, part);
  const rows = await tx.db.$queryRaw<Upserted[]>(Prisma.sql`
    INSERT INTO "Finding" ("id", "orgId", "kind", "severity", "key", "subjectKind", "subjectId", "subjectName", "title",
      "mend", "detail", "openedAt", "lastSeenAt")
    VALUES (${newId("finding", tx.now.getTime())}, ${tx.orgId}, ${kind}, ${severity}, ${key}, ${subject.kind},
      ${subject.id}, ${storable(subject.name)}, ${storable(title)}, ${storable(mend)}, ${storable(JSON.stringify(detail))}::jsonb, ${tx.now}, ${tx.now})
    ON CONFLICT ("orgId", "key") WHERE "status" = 'open' DO UPDATE
      SET "lastSeenAt" = EXCLUDED."lastSeenAt", "seen" = "Finding"."seen" + 1, "title" = EXCLUDED."title",
        "severity" = EXCLUDED."severity", "mend" = EXCLUDED."mend", "detail" = EXCLUDED."detail"
    RETURNING "id", (xmax = 0) AS "opened"`);
  const row = rows[0];
  if (!row) throw new Error("the finding was not stored");
  if (row.opened) {
    await recordAudit(tx, {
      action: "finding.opened",
      target: { kind: "finding", id: row.id, name: title },
      detail: { kind, severity, subject, ...detail },
    });
    await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: row.id });
  }
  return row.id;
}
