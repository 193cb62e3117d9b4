/** Closes an open finding because what it was about is no longer so; called by whoever would have raised it again. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import type { FindingKind } from "./contract";
import { findingKey } from "./raise-finding";
import { findingTarget, lockKey } from "./rows";

export type Cleared = { kind: FindingKind; subjectId: string; part?: string; why: string };

/** True when one was open. A dismissed one is over too: should it come back, it is a new finding whatever its facts. */
export function clearFinding(ctx: Ctx, { kind, subjectId, part, why }: Cleared): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const of = { orgId: tx.orgId, key: findingKey(kind, subjectId, part) };
    const standing = { OR: [{ status: "open" }, { status: "dismissed", factsDigest: { not: null } }] };
    // Mostly there is none, and then nobody has to wait for anybody.
    if (!(await tx.db.finding.findFirst({ where: { ...of, ...standing }, select: { id: true } }))) return false;
    await lockKey(tx, of.key);
    await tx.db.finding.updateMany({ where: { ...of, status: "dismissed" }, data: { factsDigest: null } });
    const open = await tx.db.finding.findFirst({ where: { ...of, status: "open" }, select: { id: true, title: true } });
    if (!open) return false;
    await tx.db.finding.update({
      where: { id_orgId: { id: open.id, orgId: tx.orgId } },
      data: { status: "resolved", closedAt: tx.now, closedBy: tx.actor.name, closedWhy: why },
      select: { id: true },
    });
    await recordAudit(tx, { action: "finding.resolved", target: findingTarget(open), detail: { kind, why } });
    await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: open.id });
    return true;
  });
}
