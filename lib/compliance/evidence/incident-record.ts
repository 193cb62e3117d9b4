import { type Collector, found, MOST_ITEMS, plural } from "./collector";

/** What is grave is mended within this time: the same clock as the plan's gate. */
const CLOCK_HOURS = 72;

/** Findings stand in for incidents, which are not evidence here yet: so it is partly shown at best. */
export const incidentRecord: Collector = {
  kind: "incident-record",
  title: "Findings and how they were closed",
  href: "/findings",
  collect: async ({ db, orgId }, now) => {
    const grave = { orgId, status: "open", severity: { in: ["high", "critical"] } };
    const late = { ...grave, openedAt: { lt: new Date(now.getTime() - CLOCK_HOURS * 3_600_000) } };
    const [all, open, overdue, rows, newest] = await Promise.all([
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
    if (all === 0)
      return found("unknown", "/findings", {
        found: "Nothing was found wrong yet, so how it would be handled cannot be told.",
        gap: "Nothing shows yet how what goes wrong is handled.",
      });
    return {
      state: overdue > 0 ? "gap" : "partly",
      found: `${plural(all, "finding")} on record, ${open} of them open.`,
      newest: newest._max.lastSeenAt,
      gap:
        overdue > 0
          ? `${plural(overdue, "high or critical finding")} ${overdue === 1 ? "is" : "are"} open for more than ${CLOCK_HOURS} hours.`
          : "Findings are recorded with their ends; incidents with their reports are not evidence here yet.",
      href: rows[0] ? `/findings/${rows[0].id}` : "/findings",
      items: rows.map(({ id, title, severity }) => ({
        name: title,
        why: `It is ${severity}.`,
        href: `/findings/${id}`,
      })),
      total: overdue,
    };
  },
};
