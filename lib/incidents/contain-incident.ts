import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { containIncidentOp } from "./contract";
import { addEntry, loadLocked, showIncident, targetOf, update } from "./rows";

export const containIncident = command(containIncidentOp, async (tx, { id, reason }) => {
  const row = await loadLocked(tx, id);
  if (row.status === "contained") return { result: await showIncident(tx, id), event: "repetition" };
  if (row.status === "closed") throw new Refusal("conflict", `Incident ${row.number} is closed. Open it again first.`);
  await update(tx, id, { status: "contained", containedAt: tx.now });
  await addEntry(tx, id, { kind: "contained", text: reason });
  return {
    result: await showIncident(tx, id),
    event: {
      action: "incident.contained",
      target: targetOf(row),
      detail: { why: reason, severity: row.severity, owner: row.ownerName },
    },
  };
});
