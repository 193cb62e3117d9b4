import type { AuditEvent } from "@/lib/audit/record";
import { authorise } from "@/lib/audit/verb";
import { guardedCommand } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { dismissFindingOp } from "@/lib/findings/contract";
import { dismissOne } from "@/lib/findings/dismiss-finding";
import { Refusal } from "@/lib/shared/errors";
import { plainName } from "@/lib/shared/plain-name";
import { closeIncidentOp } from "./contract";
import { addEntry, loadLocked, showIncident, targetOf, update } from "./rows";

/** It dismisses its open findings, and those that are high or critical take two. */
export const closeIncident = guardedCommand(
  closeIncidentOp,
  {
    judge: async (tx, { id, dismissFindings, what }) => {
      const { number, status } = await loadLocked(tx, id);
      const open = dismissFindings ? await openFindings(tx, id) : [];
      return {
        kind: "finding",
        subject: id,
        title: `Closing of incident ${number}`,
        base: { status, open: open.map((finding) => finding.id) },
        texts: [{ title: `Incident ${number}`, before: open.map(({ title }) => title).join("\n"), after: what }],
        weakenings: open.flatMap(({ title, severity }) =>
          weakeningsOf("finding", { title: plainName(title), severity }),
        ),
      };
    },
  },
  async (tx, { id, dismissFindings, reason: _, ...review }) => {
    const row = await loadLocked(tx, id);
    if (row.status === "closed") throw new Refusal("conflict", `Incident ${row.number} is closed already.`);
    const open = await openFindings(tx, id);
    const [first] = open;
    if (first && !dismissFindings) {
      const others = open.length > 1 ? ` and ${open.length - 1} more` : "";
      throw new Refusal(
        "conflict",
        `Its finding “${first.title}”${others} is still open. Dismiss it, or dismiss them with the review.`,
      );
    }
    // By whoever closes it, with their own permission to do so.
    if (first) await authorise(tx, dismissFindingOp);
    const dismissed: AuditEvent[] = [];
    for (const finding of open) {
      const why = `Incident ${row.number} was closed: ${review.cause}`.slice(0, 500);
      const { event } = await dismissOne(tx, { id: finding.id, reason: why });
      if (event !== "repetition") dismissed.push(...[event].flat());
    }
    await update(tx, id, { status: "closed", closedAt: tx.now, closedByName: tx.actor.name });
    await addEntry(tx, id, { kind: "review", text: review.what, detail: review });
    return {
      result: await showIncident(tx, id),
      event: [
        {
          action: "incident.closed",
          target: targetOf(row),
          detail: {
            ...review,
            severity: row.severity,
            owner: row.ownerName,
            dismissed: open.map((finding) => finding.id),
          },
        },
        ...dismissed,
      ],
    };
  },
);

async function openFindings(tx: TxCtx, id: string) {
  const own = await tx.db.incidentFinding.findMany({ where: { incidentId: id }, select: { findingId: true } });
  return tx.db.finding.findMany({
    where: { orgId: tx.orgId, id: { in: own.map(({ findingId }) => findingId) }, status: "open" },
    orderBy: { key: "asc" },
    select: { id: true, title: true, severity: true },
  });
}
