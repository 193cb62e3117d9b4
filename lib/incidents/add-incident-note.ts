import { command } from "@/lib/audit/command";
import { addIncidentNoteOp } from "./contract";
import { addEntry, loadLocked, showIncident, targetOf, update } from "./rows";

/** A closed incident takes notes too: what is learned later belongs to it. */
export const addIncidentNote = command(addIncidentNoteOp, async (tx, { id, text }) => {
  const row = await loadLocked(tx, id);
  await addEntry(tx, id, { kind: "note", text });
  await update(tx, id, {});
  return {
    result: await showIncident(tx, id),
    event: { action: "incident.noted", target: targetOf(row), detail: { text } },
  };
});
