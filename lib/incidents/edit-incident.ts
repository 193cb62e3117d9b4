import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { editIncidentOp } from "./contract";
import { addEntry, loadLocked, showIncident, targetOf, update } from "./rows";

export const editIncident = command(editIncidentOp, async (tx, { id, version, title, severity, ownerId }) => {
  const row = await loadLocked(tx, id);
  if (row.version !== version) throw new Refusal("conflict", "This incident was changed meanwhile. Read it again.");
  const ownerName = ownerId ? await nameOf(tx, ownerId) : null;
  const changed = [
    ...(title !== undefined && title !== row.title ? [`Title: ${title}`] : []),
    ...(severity !== undefined && severity !== row.severity ? [`Severity: ${severity}, was ${row.severity}`] : []),
    ...(ownerId !== undefined && ownerId !== row.ownerId ? [`Owner: ${ownerName ?? "nobody"}`] : []),
  ];
  if (changed.length === 0) return { result: await showIncident(tx, id), event: "repetition" };
  await update(tx, id, {
    ...(title === undefined ? {} : { title }),
    ...(severity === undefined ? {} : { severity }),
    ...(ownerId === undefined ? {} : { ownerId, ownerName }),
  });
  await addEntry(tx, id, { kind: "edited", text: changed.join(". ") });
  return {
    result: await showIncident(tx, id),
    event: {
      action: "incident.edited",
      target: targetOf(row),
      detail: { changed, severity: severity ?? row.severity, owner: ownerId === undefined ? row.ownerName : ownerName },
    },
  };
});

/** Somebody who has left answers for nothing. */
async function nameOf({ db, orgId }: TxCtx, id: string): Promise<string> {
  const person = await db.user.findUnique({
    where: { id_orgId: { id, orgId } },
    select: { name: true, status: true },
  });
  if (person?.status !== "active") {
    throw new Refusal("invalid_input", "The owner is no active person here.", {
      invalidParams: [{ path: "ownerId", message: "is no active person here" }],
    });
  }
  return person.name;
}
