import { command } from "@/lib/audit/command";
import { dismissFinding } from "@/lib/findings/dismiss-finding";
import { Refusal } from "@/lib/shared/errors";
import { closeIncidentOp } from "./contract";
import { addEntry, loadLocked, showIncident, targetOf, update } from "./rows";

export const closeIncident = command(closeIncidentOp, async (tx, { id, dismissFindings, ...review }) => {
  const row = await loadLocked(tx, id);
  if (row.status === "closed") throw new Refusal("conflict", `Incident ${row.number} is closed already.`);
  const own = await tx.db.incidentFinding.findMany({ where: { incidentId: id }, select: { findingId: true } });
  const open = await tx.db.finding.findMany({
    where: { orgId: tx.orgId, id: { in: own.map(({ findingId }) => findingId) }, status: "open" },
    orderBy: { key: "asc" },
    select: { id: true, title: true },
  });
  const [first] = open;
  if (first && !dismissFindings) {
    const others = open.length > 1 ? ` and ${open.length - 1} more` : "";
    throw new Refusal(
      "conflict",
      `Its finding “${first.title}”${others} is still open. Dismiss it, or dismiss them with the review.`,
    );
  }
  // By whoever closes it, with their own permission to do so.
  for (const finding of open) {
    await dismissFinding(tx, {
      id: finding.id,
      reason: `Incident ${row.number} was closed: ${review.cause}`.slice(0, 500),
    });
  }
  await update(tx, id, { status: "closed", closedAt: tx.now, closedByName: tx.actor.name });
  await addEntry(tx, id, { kind: "review", text: review.what, detail: review });
  return {
    result: await showIncident(tx, id),
    event: {
      action: "incident.closed",
      target: targetOf(row),
      detail: { ...review, severity: row.severity, owner: row.ownerName, dismissed: open.map((finding) => finding.id) },
    },
  };
});
