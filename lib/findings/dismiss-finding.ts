import { command } from "@/lib/audit/command";
import { notify } from "@/lib/db/notify";
import { Refusal } from "@/lib/shared/errors";
import { dismissFindingOp } from "./contract";
import { findingOf, findingTarget, loadFinding, loadFindingLocked } from "./rows";

export const dismissFinding = command(dismissFindingOp, async (tx, { id, reason }) => {
  const row = await loadFindingLocked(tx, id);
  if (row.status === "dismissed") return { result: findingOf(row), event: "repetition" };
  if (row.status !== "open") {
    throw new Refusal("conflict", "This finding is resolved: what it was about is no longer so.");
  }
  await tx.db.finding.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { status: "dismissed", closedAt: tx.now, closedBy: tx.actor.name, closedWhy: reason },
    select: { id: true },
  });
  await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: id });
  return {
    result: findingOf(await loadFinding(tx, id)),
    event: {
      action: "finding.dismissed",
      target: findingTarget(row),
      detail: { kind: row.kind, severity: row.severity, facts: row.factsDigest, why: reason },
    },
  };
});
