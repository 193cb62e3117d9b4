import { command } from "@/lib/audit/command";
import { addIncidentFindingsOp } from "./contract";
import { loadLocked, showIncident } from "./rows";
import { addFindings, loadFree } from "./take-findings";

export const addIncidentFindings = command(addIncidentFindingsOp, async (tx, { id, findingIds }) => {
  // Findings first: the worker takes the same locks in the same order.
  await showIncident(tx, id);
  const findings = await loadFree(tx, findingIds);
  const event = await addFindings(tx, await loadLocked(tx, id), findings);
  return { result: await showIncident(tx, id), event };
});
