/** Private to this folder: puts findings into an incident, and makes the incident where there is none. */
import { type AuditEvent, storable } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { type Finding, type Incident as IncidentRow, Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { Severity } from "@/lib/findings/contract";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { JsonObject } from "@/sdk/wire/words";
import { addEntry, targetOf, update } from "./rows";

export const graver = (a: string, b: string): Severity =>
  Severity.options.indexOf(Severity.parse(a)) >= Severity.options.indexOf(Severity.parse(b))
    ? Severity.parse(a)
    : Severity.parse(b);

/** The first call that a finding is about, where it says so; else when it was opened. */
export function beganAt({ detail, openedAt }: Pick<Finding, "detail" | "openedAt">): Date {
  const { firstAt } = JsonObject.parse(detail);
  const first = typeof firstAt === "string" ? new Date(firstAt) : openedAt;
  return first < openedAt ? first : openedAt;
}

/** The findings by their ids, none of which is in an incident; whoever puts one into an incident waits for whoever does so already. */
export async function loadFree(tx: TxCtx, ids: readonly string[]): Promise<Finding[]> {
  await lockIncidents(tx);
  const wanted = [...new Set(ids)];
  const findings = await tx.db.finding.findMany({
    where: { orgId: tx.orgId, id: { in: wanted } },
    orderBy: [{ openedAt: "asc" }, { id: "asc" }],
  });
  if (findings.length < wanted.length) throw new Refusal("not_found", "There is no such finding here.");
  const taken = await tx.db.incidentFinding.findFirst({
    where: { orgId: tx.orgId, findingId: { in: wanted } },
    select: { title: true, incident: { select: { number: true } } },
  });
  if (taken) throw new Refusal("conflict", `“${taken.title}” is in incident ${taken.incident.number} already.`);
  return findings;
}

/** One at a time in an organisation decides which incident a finding goes to, and which number the next incident has. */
export async function lockIncidents(tx: TxCtx): Promise<void> {
  await tx.db.$queryRaw(
    Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`incidents ${tx.orgId}`}, 0))::text`,
  );
}

export type Made = { incident: IncidentRow; events: [AuditEvent, ...AuditEvent[]] };

/** To be called under the lock. */
export async function makeIncident(
  tx: TxCtx,
  findings: readonly [Finding, ...Finding[]],
  { title, agentId, owner }: { title: string; agentId: string | null; owner?: { id: string; name: string } | null },
): Promise<Made> {
  const last = await tx.db.incident.findFirst({
    where: { orgId: tx.orgId },
    orderBy: { number: "desc" },
    select: { number: true },
  });
  const first = findings.map(beganAt).reduce((a, b) => (a < b ? a : b));
  const incident = await tx.db.incident.create({
    data: {
      id: newId("incident", tx.now.getTime()),
      orgId: tx.orgId,
      number: (last?.number ?? 0) + 1,
      title: storable(title),
      severity: findings.map(({ severity }) => severity).reduce(graver),
      agentId,
      ...(owner ? { ownerId: owner.id, ownerName: owner.name } : {}),
      openedByName: tx.actor.name,
      openedAt: tx.now,
      beganAt: first,
      lastFindingAt: tx.now,
    },
  });
  await addEntry(tx, incident.id, { kind: "opened", text: title });
  await keep(tx, incident, findings);
  await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: incident.id });
  const detail = {
    ...{ severity: incident.severity, agentId, findings: findings.map(({ id }) => id) },
    ...(owner ? { owner: owner.name } : {}),
  };
  return { incident, events: [{ action: "incident.opened", target: targetOf(incident), detail }] };
}

/** Adds them, and opens the incident again when it was contained or closed: something new has come. */
export async function addFindings(
  tx: TxCtx,
  incident: IncidentRow,
  findings: readonly Finding[],
): Promise<[AuditEvent, ...AuditEvent[]]> {
  await keep(tx, incident, findings);
  const first = findings.map(beganAt).reduce((a, b) => (a < b ? a : b), incident.beganAt);
  const reopened = incident.status !== "open";
  await update(tx, incident.id, {
    severity: findings.map(({ severity }) => severity).reduce(graver, Severity.parse(incident.severity)),
    beganAt: first,
    lastFindingAt: tx.now,
    ...(reopened ? { status: "open", containedAt: null, closedAt: null, closedByName: null } : {}),
  });
  const target = targetOf(incident);
  const ids = findings.map(({ id }) => id);
  if (!reopened) return [{ action: "incident.findingAdded", target, detail: { findings: ids } }];
  const why = `A new finding came after it was ${incident.status}.`;
  await addEntry(tx, incident.id, { kind: "reopened", text: why });
  return [
    { action: "incident.findingAdded", target, detail: { findings: ids } },
    { action: "incident.reopened", target, detail: { from: incident.status, why, severity: incident.severity } },
  ];
}

async function keep(tx: TxCtx, { id: incidentId }: IncidentRow, findings: readonly Finding[]): Promise<void> {
  await tx.db.incidentFinding.createMany({
    data: findings.map(({ id, kind, severity, title, subjectKind, subjectId, subjectName }) => ({
      orgId: tx.orgId,
      findingId: id,
      incidentId,
      kind,
      severity,
      title,
      subjectKind,
      subjectId,
      subjectName,
      addedByName: tx.actor.name,
      addedAt: tx.now,
    })),
  });
  for (const { id, title } of findings)
    await addEntry(tx, incidentId, { kind: "finding", text: title, detail: { id } });
}
