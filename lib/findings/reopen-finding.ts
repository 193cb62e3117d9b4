import { command } from "@/lib/audit/command";
import { notify } from "@/lib/db/notify";
import { Refusal } from "@/lib/shared/errors";
import { reopenFindingOp } from "./contract";
import { findingOf, findingTarget, loadFinding, loadFindingLocked } from "./rows";

export const reopenFinding = command(reopenFindingOp, async (tx, { id, reason }) => {
  const row = await loadFindingLocked(tx, id);
  if (row.status === "open") return { result: findingOf(row), event: "repetition" };
  const open = await tx.db.finding.findFirst({
    where: { orgId: tx.orgId, key: row.key, status: "open" },
    select: { id: true },
  });
  if (open) throw new Refusal("conflict", `The same is open already, as ${open.id}.`);
  await tx.db.finding.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { status: "open", closedAt: null, closedBy: null, closedWhy: null },
    select: { id: true },
  });
  await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: id });
  return {
    result: findingOf(await loadFinding(tx, id)),
    event: { action: "finding.reopened", target: findingTarget(row), detail: { from: row.status, why: reason } },
  };
});
