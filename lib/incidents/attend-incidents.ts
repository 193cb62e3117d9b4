/** The worker's part: an incident whose agents are all stopped, with every point's word for it, is contained. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { containedAt, stopOrders } from "./response-times";
import { addEntry, loadLocked, targetOf, update } from "./rows";

export async function attendIncidents(ctx: Ctx): Promise<number> {
  const open = await ctx.db.incident.findMany({
    where: { orgId: ctx.orgId, status: "open" },
    orderBy: { number: "asc" },
    select: { id: true },
  });
  let contained = 0;
  for (const { id } of open) {
    if (await stoppedAt(ctx, id)) contained += (await transaction(ctx, (tx) => contain(tx, id))) ? 1 : 0;
  }
  return contained;
}

/** Orders before the last finding stopped nothing of it. */
async function stoppedAt(ctx: Ctx, id: string): Promise<Date | null> {
  const rows = await ctx.db.incidentFinding.findMany({
    where: { orgId: ctx.orgId, incidentId: id, subjectKind: "agent" },
    select: { subjectId: true, incident: { select: { beganAt: true } } },
  });
  const [first] = rows;
  if (!first) return null;
  const agentIds = [...new Set(rows.map(({ subjectId }) => subjectId))];
  const stopped = await ctx.db.agent.count({
    where: { orgId: ctx.orgId, id: { in: agentIds }, status: { not: "active" } },
  });
  // An agent that was released since then is not contained.
  if (stopped < agentIds.length) return null;
  const span = { agentIds, from: first.incident.beganAt, to: new Date(8_640_000_000_000) };
  return containedAt(agentIds, await stopOrders(ctx, span));
}

async function contain(tx: TxCtx, id: string): Promise<boolean> {
  const row = await loadLocked(tx, id);
  const at = await stoppedAt(tx, id);
  if (row.status !== "open" || !at) return false;
  await update(tx, id, { status: "contained", containedAt: at });
  const text = "Each of its agents is stopped, and every enforcement point has confirmed it.";
  await addEntry(tx, id, { kind: "contained", text, detail: { at: at.toISOString() } });
  await recordAudit(tx, {
    action: "incident.contained",
    target: targetOf(row),
    detail: { why: text, at: at.toISOString(), severity: row.severity },
  });
  return true;
}
