import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { openIncidentOp } from "./contract";
import { showIncident } from "./rows";
import { loadFree, makeIncident } from "./take-findings";

export const openIncident = command(openIncidentOp, async (tx, { title, findingIds }) => {
  const [first, ...rest] = await loadFree(tx, findingIds);
  if (!first) throw new Refusal("not_found", "There is no such finding here.");
  const { incident, events } = await makeIncident(tx, [first, ...rest], { title, agentId: null });
  return { result: await showIncident(tx, incident.id), event: events };
});
