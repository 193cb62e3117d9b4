import { command } from "@/lib/audit/command";
import { reopenIncidentOp } from "./contract";
import { addEntry, loadLocked, showIncident, targetOf, update } from "./rows";

export const reopenIncident = command(reopenIncidentOp, async (tx, { id, reason }) => {
  const row = await loadLocked(tx, id);
  if (row.status === "open") return { result: await showIncident(tx, id), event: "repetition" };
  await update(tx, id, { status: "open", containedAt: null, closedAt: null, closedByName: null });
  await addEntry(tx, id, { kind: "reopened", text: reason });
  return {
    result: await showIncident(tx, id),
    event: {
      action: "incident.reopened",
      target: targetOf(row),
      detail: { from: row.status, why: reason, severity: row.severity },
    },
  };
});
