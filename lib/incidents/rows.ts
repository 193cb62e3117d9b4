/** Private to this folder: an incident's row while nobody else changes it, its entries, and its shape in the contract. */
import { storable } from "@/lib/audit/record";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { type Incident as IncidentRow, Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { notFound } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { Json } from "@/sdk/canonical";
import { type EntryKind, Incident } from "./contract";

const counted = {
  _count: { select: { findings: true } },
  clocks: { where: { metAt: null }, orderBy: { dueAt: "asc" }, take: 1, select: { dueAt: true } },
} as const satisfies Prisma.IncidentInclude;
type Counted = Prisma.IncidentGetPayload<{ include: typeof counted }>;

const incidentOf = (row: Counted): Incident =>
  Incident.parse({
    ...row,
    owner: row.ownerId && { id: row.ownerId, name: row.ownerName ?? "" },
    openedAt: row.openedAt.toISOString(),
    beganAt: row.beganAt.toISOString(),
    lastFindingAt: row.lastFindingAt.toISOString(),
    containedAt: row.containedAt?.toISOString() ?? null,
    closed: row.closedAt && { at: row.closedAt.toISOString(), byName: row.closedByName ?? "" },
    findings: row._count.findings,
    nextDueAt: row.clocks[0]?.dueAt.toISOString() ?? null,
  });

export async function readIncidents(ctx: Ctx, where: Prisma.IncidentWhereInput, take: number): Promise<Incident[]> {
  const rows = await ctx.db.incident.findMany({
    where: { ...where, orgId: ctx.orgId },
    orderBy: { number: "desc" },
    take,
    include: counted,
  });
  return rows.map(incidentOf);
}

export async function showIncident(ctx: Ctx, id: string): Promise<Incident> {
  const row = await ctx.db.incident.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } }, include: counted });
  if (!row) throw notFound("incident");
  return incidentOf(row);
}

/** The incident as it is until the transaction ends. */
export async function loadLocked(tx: TxCtx, id: string): Promise<IncidentRow> {
  await tx.db.$queryRaw(Prisma.sql`
    SELECT "id" FROM "Incident" WHERE "id" = ${id} AND "orgId" = ${tx.orgId} FOR UPDATE`);
  const row = await tx.db.incident.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!row) throw notFound("incident");
  return row;
}

type Entry = { kind: EntryKind; text: string; detail?: { [key: string]: Json } };

export async function addEntry(tx: TxCtx, incidentId: string, { kind, text, detail = {} }: Entry): Promise<void> {
  await tx.db.incidentEntry.create({
    data: {
      id: newId("incidentEntry", tx.now.getTime()),
      orgId: tx.orgId,
      incidentId,
      at: tx.now,
      byId: tx.actor.id,
      byName: tx.actor.name,
      kind,
      text: storable(text),
      detail,
    },
    select: { id: true },
  });
}

export async function update(tx: TxCtx, id: string, data: Prisma.IncidentUncheckedUpdateInput): Promise<void> {
  await tx.db.incident.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { ...data, version: { increment: 1 } },
    select: { id: true },
  });
  await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: id });
}

export const targetOf = ({ id, number, title }: Pick<IncidentRow, "id" | "number" | "title">) =>
  ({ kind: "incident", id, name: `Incident ${number}: ${title}` }) as const;
