import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import type { IncidentFinding } from "@/lib/db/generated/client";
import { JsonObject } from "@/sdk/wire/words";
import { getIncidentOp, type WholeIncident } from "./contract";
import { responseTimes } from "./response-times";
import { showIncident } from "./rows";
import { clockState } from "./rules";
import { readTimeline } from "./timeline";

/** More agents than these are named, and not followed. */
const MOST_AGENTS = 20;
/** A closed incident is followed a little longer: what was ordered with its closing belongs to it. */
const AFTERWARDS_MS = 60_000;

export const getIncident = query(getIncidentOp, async (ctx, { id }) => {
  const incident = await showIncident(ctx, id);
  const now = await databaseNow(ctx.db);
  const own = await ctx.db.incidentFinding.findMany({
    where: { orgId: ctx.orgId, incidentId: id },
    orderBy: [{ addedAt: "asc" }, { findingId: "asc" }],
  });
  const agents = await agentsOf(ctx, own);
  const span = {
    agentIds: agents.map((agent) => agent.id).slice(0, MOST_AGENTS),
    from: new Date(incident.beganAt),
    to: incident.closed ? new Date(Date.parse(incident.closed.at) + AFTERWARDS_MS) : now,
  };
  const { all, ...times } = await responseTimes(ctx, span);
  const names = new Map(agents.map((agent) => [agent.id, agent.name]));
  const scope = { ...span, incidentId: id, findingIds: own.map(({ findingId }) => findingId) };
  const { items, cut } = await readTimeline(ctx, scope, { orders: all, agents: names });
  return {
    ...incident,
    agents,
    allFindings: await findingsOf(ctx, own),
    clocks: await clocksOf(ctx, id, now),
    times,
    timeline: items,
    cut,
    review: await reviewOf(ctx, id),
    asOf: now.toISOString(),
  };
});

/** The agents that its findings are about, as they stand now. */
export async function agentsOf(
  { db, orgId }: Ctx,
  findings: readonly IncidentFinding[],
): Promise<WholeIncident["agents"]> {
  const named = new Map(
    findings
      .filter(({ subjectKind }) => subjectKind === "agent")
      .map(({ subjectId, subjectName }) => [subjectId, subjectName]),
  );
  const rows = await db.agent.findMany({
    where: { orgId, id: { in: [...named.keys()] } },
    select: { id: true, name: true, status: true },
  });
  const known = new Map(rows.map((row) => [row.id, row]));
  return [...named].map(([id, name]) => ({
    id,
    name: known.get(id)?.name ?? name,
    status: known.get(id)?.status ?? null,
  }));
}

async function findingsOf({ db, orgId }: Ctx, own: readonly IncidentFinding[]): Promise<WholeIncident["allFindings"]> {
  const rows = await db.finding.findMany({
    where: { orgId, id: { in: own.map(({ findingId }) => findingId) } },
    select: { id: true, status: true },
  });
  const status = new Map(rows.map((row) => [row.id, row.status]));
  return own.map(({ findingId, kind, severity, title, subjectKind, subjectId, subjectName }) => ({
    id: findingId,
    kind,
    severity: severity as WholeIncident["severity"],
    title,
    subject: {
      kind: subjectKind as WholeIncident["allFindings"][number]["subject"]["kind"],
      id: subjectId,
      name: subjectName,
    },
    status: (status.get(findingId) ?? null) as WholeIncident["allFindings"][number]["status"],
  }));
}

async function clocksOf({ db, orgId }: Ctx, incidentId: string, now: Date): Promise<WholeIncident["clocks"]> {
  const rows = await db.incidentClock.findMany({
    where: { orgId, incidentId },
    orderBy: [{ dueAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ metAt, metByName, proof, regime, ...row }) => ({
    id: row.id,
    regime: regime as WholeIncident["clocks"][number]["regime"],
    title: row.title,
    awareAt: row.awareAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    startedByName: row.startedByName,
    state: clockState({ due: row.dueAt, met: metAt }, now),
    met: metAt && { at: metAt.toISOString(), byName: metByName ?? "", proof: proof ?? "" },
  }));
}

async function reviewOf({ db, orgId }: Ctx, incidentId: string): Promise<WholeIncident["review"]> {
  const row = await db.incidentEntry.findFirst({
    where: { orgId, incidentId, kind: "review" },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { detail: true },
  });
  if (!row) return null;
  const { what, cause, changes } = JsonObject.parse(row.detail);
  return { what: String(what), cause: String(cause), changes: String(changes) };
}
