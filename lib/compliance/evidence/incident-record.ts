import type { Ctx } from "@/lib/db/ctx";
import { type Collector, type Found, found, MOST_ITEMS, plural } from "./collector";

/** What is grave is mended within this time: the same clock as the plan's gate. */
const CLOCK_HOURS = 72;

/** How what goes wrong is handled: incidents with their reviews and clocks, and findings that nobody has closed. */
export const incidentRecord: Collector = {
  kind: "incident-record",
  title: "Incidents and findings",
  href: "/incidents",
  collect: async (ctx, now) => {
    const [findings, incidents] = await Promise.all([readFindings(ctx, now), readIncidents(ctx, now)]);
    const words = `${plural(incidents.all, "incident")} on record, ${incidents.closed} closed with a review; ${plural(findings.all, "finding")}, ${findings.open} of them open.`;
    if (findings.all === 0 && incidents.all === 0)
      return found("unknown", "/incidents", {
        found: "Nothing was found wrong yet, so how it would be handled cannot be told.",
        gap: "Nothing shows yet how what goes wrong is handled.",
      });
    const newest = findings.newest;
    const late = [...incidents.late, ...findings.late];
    const base = {
      found: words,
      newest,
      items: late.slice(0, MOST_ITEMS),
      total: incidents.lateCount + findings.lateCount,
    };
    if (base.total > 0)
      return found("gap", late[0]?.href ?? "/incidents", { ...base, gap: gapOf(incidents, findings) });
    if (incidents.closed > 0) return found("met", "/incidents", base);
    return found("partly", "/incidents", { ...base, gap: "No incident was handled up to its closing review yet." });
  },
};

type Part = { late: Found["items"]; lateCount: number };

function gapOf({ lateCount: clocks }: Part, { lateCount: grave }: Part): string {
  const parts = [
    ...(clocks > 0 ? [`${plural(clocks, "duty", "duties")} to report ${clocks === 1 ? "is" : "are"} overdue`] : []),
    ...(grave > 0
      ? [
          `${plural(grave, "high or critical finding")} ${grave === 1 ? "is" : "are"} open for more than ${CLOCK_HOURS} hours`,
        ]
      : []),
  ];
  return `${parts.join(", and ")}.`;
}

async function readFindings(
  { db, orgId }: Ctx,
  now: Date,
): Promise<Part & { all: number; open: number; newest: Date | null }> {
  const grave = { orgId, status: "open", severity: { in: ["high", "critical"] } };
  const late = { ...grave, openedAt: { lt: new Date(now.getTime() - CLOCK_HOURS * 3_600_000) } };
  const [all, open, lateCount, rows, newest] = await Promise.all([
    db.finding.count({ where: { orgId } }),
    db.finding.count({ where: { orgId, status: "open" } }),
    db.finding.count({ where: late }),
    db.finding.findMany({
      where: late,
      orderBy: [{ openedAt: "asc" }, { id: "asc" }],
      take: MOST_ITEMS,
      select: { id: true, title: true, severity: true },
    }),
    db.finding.aggregate({ where: { orgId }, _max: { lastSeenAt: true } }),
  ]);
  const items = rows.map(({ id, title, severity }) => ({
    name: title,
    why: `It is ${severity}.`,
    href: `/findings/${id}`,
  }));
  return { all, open, lateCount, late: items, newest: newest._max.lastSeenAt };
}

/** A duty to report that nobody has met in time. */
async function readIncidents({ db, orgId }: Ctx, now: Date): Promise<Part & { all: number; closed: number }> {
  const overdue = { orgId, metAt: null, dueAt: { lt: now } };
  const [all, closed, lateCount, clocks] = await Promise.all([
    db.incident.count({ where: { orgId } }),
    db.incident.count({ where: { orgId, status: "closed" } }),
    db.incidentClock.count({ where: overdue }),
    db.incidentClock.findMany({
      where: overdue,
      orderBy: [{ dueAt: "asc" }, { id: "asc" }],
      take: MOST_ITEMS,
      select: { title: true, incidentId: true, incident: { select: { number: true } } },
    }),
  ]);
  const items = clocks.map(({ title, incidentId, incident }) => ({
    name: `Incident ${incident.number}`,
    why: `${title}: its time is over.`,
    href: `/incidents/${incidentId}`,
  }));
  return { all, closed, lateCount, late: items };
}
