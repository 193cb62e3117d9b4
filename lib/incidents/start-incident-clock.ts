import type { z } from "zod";
import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { startIncidentClockOp } from "./contract";
import { addEntry, loadLocked, showIncident, targetOf, update } from "./rows";
import { dueAt, regimes } from "./rules";

export const startIncidentClock = command(startIncidentClockOp, async (tx, { id, awareAt, ...asked }) => {
  const row = await loadLocked(tx, id);
  const aware = new Date(awareAt);
  if (aware > tx.now) throw wrong("awareAt", "lies in the future");
  const { title, due } = termsOf(asked, aware);
  const known = await tx.db.incidentClock.findFirst({ where: { incidentId: id, regime: asked.regime, title } });
  if (known) throw new Refusal("conflict", "This clock runs already: a clock is started once, and not put back.");
  const clockId = newId("incidentClock", tx.now.getTime());
  await tx.db.incidentClock.create({
    data: {
      id: clockId,
      orgId: tx.orgId,
      incidentId: id,
      regime: asked.regime,
      title,
      awareAt: aware,
      dueAt: due,
      startedByName: tx.actor.name,
      startedAt: tx.now,
    },
  });
  await update(tx, id, {});
  await addEntry(tx, id, { kind: "clockStarted", text: `${title}, due ${due.toISOString()}`, detail: { clockId } });
  return {
    result: await showIncident(tx, id),
    event: {
      action: "incident.clockStarted",
      target: targetOf(row),
      detail: { clock: clockId, regime: asked.regime, title, awareAt, dueAt: due.toISOString() },
    },
  };
});

type Asked = Pick<z.output<typeof startIncidentClockOp.input>, "regime" | "title" | "dueAt">;

/** The law's period is not for anyone to set; whatever else runs needs its own name and time. */
function termsOf(asked: Asked, aware: Date): { title: string; due: Date } {
  if (asked.regime !== "other") {
    if (asked.title !== undefined || asked.dueAt !== undefined)
      throw wrong("dueAt", "is given by the law for this clock");
    return { title: regimes[asked.regime].title, due: dueAt(asked.regime, aware) };
  }
  if (asked.title === undefined) throw wrong("title", "say what it is");
  if (asked.dueAt === undefined || new Date(asked.dueAt) <= aware) throw wrong("dueAt", "lies after the awareness");
  return { title: asked.title, due: new Date(asked.dueAt) };
}

const wrong = (path: string, message: string) =>
  new Refusal("invalid_input", "The clock was not started.", { invalidParams: [{ path, message }] });
