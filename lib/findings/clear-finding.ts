/** Closes an open finding because what it was about is no longer so; called by whoever would have raised it again. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import type { FindingKind } from "./contract";
import { findingKey } from "./raise-finding";

export type Cleared = { kind: FindingKind; subjectId: string; part?: string; why: string };

/** True when one was open. */
export function clearFinding(ctx: Ctx, { kind, subjectId, part, why }: Cleared): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const where = { orgId: tx.orgId, key: findingKey(kind, subjectId, part), status: "open" };
    const open = await tx.db.finding.findFirst({ where, select: { id: true, title: true } });
    if (!open) return false;
    const { count } = await tx.db.finding.updateMany({
      where: { ...where, id: open.id },
      data: { status: "resolved", closedAt: tx.now, closedBy: tx.actor.name, closedWhy: why },
    });
    if (count === 0) return false;
    await recordAudit(tx, {
      action: "finding.resolved",
      target: { kind: "finding", id: open.id, name: open.title },
      detail: { kind, why },
    });
    await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: open.id });
    return true;
  });
}
