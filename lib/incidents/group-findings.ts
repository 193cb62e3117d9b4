/** The worker's part: grave findings about one agent, or of one attack of an exercise, within a day become one incident. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { type Finding, Prisma } from "@/lib/db/generated/client";
import { loadLocked } from "./rows";
import { addFindings, lockIncidents, makeIncident } from "./take-findings";

const WINDOW_HOURS = 24;
const AT_ONCE = 100;

/** How many findings went into incidents. */
export async function groupFindings(ctx: Ctx): Promise<number> {
  const ids = await waiting(ctx);
  for (const id of ids) await transaction(ctx, (tx) => place(tx, id));
  return ids.length;
}

/** Open, grave, about an agent or an attack that passed through, and in no incident. */
async function waiting({ db, orgId }: Ctx): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT f."id" FROM "Finding" f
    WHERE f."orgId" = ${orgId} AND f."status" = 'open' AND f."subjectKind" IN ('agent', 'exercise') AND f."severity" IN ('high', 'critical')
      AND NOT EXISTS (SELECT 1 FROM "IncidentFinding" i WHERE i."orgId" = f."orgId" AND i."findingId" = f."id")
    ORDER BY f."openedAt", f."id" LIMIT ${AT_ONCE}`);
  return rows.map(({ id }) => id);
}

async function place(tx: TxCtx, id: string): Promise<void> {
  await lockIncidents(tx);
  const finding = await tx.db.finding.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  const taken = await tx.db.incidentFinding.findUnique({
    where: { orgId_findingId: { orgId: tx.orgId, findingId: id } },
  });
  if (finding?.status !== "open" || taken) return;
  const near = await nearest(tx, finding);
  const events = near
    ? await addFindings(tx, await loadLocked(tx, near), [finding])
    : (
        await makeIncident(tx, [finding], {
          ...{ title: finding.title, agentId: agentOf(finding) },
          owner: await exerciseOwner(tx, finding),
        })
      ).events;
  for (const event of events) await recordAudit(tx, event);
}

const agentOf = ({ subjectKind, subjectId }: Finding): string | null => (subjectKind === "agent" ? subjectId : null);

/** Whoever answers for what exercises find, while they are here; the owner of an agent is shown with the agent. */
async function exerciseOwner({ db, orgId }: TxCtx, { subjectKind }: Finding) {
  if (subjectKind !== "exercise") return null;
  const setting = await db.redteamSetting.findUnique({ where: { orgId }, select: { ownerId: true } });
  if (!setting?.ownerId) return null;
  return db.user.findFirst({
    where: { id: setting.ownerId, orgId, status: "active" },
    select: { id: true, name: true },
  });
}

/** The newest incident about this agent, or this attack, to which something came, or which was closed, within the window. */
async function nearest({ db, orgId }: TxCtx, { subjectKind, subjectId, openedAt }: Finding): Promise<string | null> {
  const since = new Date(openedAt.getTime() - WINDOW_HOURS * 3_600_000);
  const row = await db.incident.findFirst({
    where: {
      orgId,
      findings: { some: { subjectKind, subjectId } },
      OR: [
        { status: { not: "closed" }, lastFindingAt: { gte: since } },
        { status: "closed", closedAt: { gte: since } },
      ],
    },
    orderBy: { number: "desc" },
    select: { id: true },
  });
  return row?.id ?? null;
}
