import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { meetIncidentClockOp } from "./contract";
import { addEntry, loadLocked, showIncident, targetOf, update } from "./rows";

export const meetIncidentClock = command(meetIncidentClockOp, async (tx, { id, clockId, proof }) => {
  const row = await loadLocked(tx, id);
  const clock = await tx.db.incidentClock.findFirst({ where: { id: clockId, orgId: tx.orgId, incidentId: id } });
  if (!clock) throw notFound("clock");
  if (clock.metAt)
    throw new Refusal("conflict", `${clock.metByName ?? "Somebody"} said so already. Add a note instead.`);
  await tx.db.incidentClock.update({
    where: { id_orgId: { id: clockId, orgId: tx.orgId } },
    data: { metAt: tx.now, metByName: tx.actor.name, proof },
  });
  await update(tx, id, {});
  await addEntry(tx, id, { kind: "clockMet", text: `${clock.title}: ${proof}`, detail: { clockId } });
  return {
    result: await showIncident(tx, id),
    event: {
      action: "incident.clockMet",
      target: targetOf(row),
      detail: { clock: clockId, title: clock.title, late: tx.now > clock.dueAt, proof },
    },
  };
});
