import { Prisma } from "@/lib/db/generated/client";
import { type Collector, daysAgo, found, MOST_ITEMS, plural } from "./collector";

const DAYS = 7;
type Row = { calls: number; newest: Date | null; lost: number; unmediated: number };

/** Calls as they were counted when they came in, so that it takes as long after ten million as after none. */
export const toolCallLog: Collector = {
  kind: "tool-call-log",
  title: "Log of tool calls",
  href: "/activity",
  collect: async ({ db, orgId }, now) => {
    const since = daysAgo(now, DAYS);
    const rows = await db.$queryRaw<Row[]>(Prisma.sql`
      SELECT
        (SELECT coalesce(sum("allow" + "deny" + "hold"), 0)::float8 FROM "ActivityMinute"
          WHERE "orgId" = ${orgId} AND "from" >= ${since}) AS "calls",
        (SELECT max("lastDecisionAt") FROM "PointActivity" WHERE "orgId" = ${orgId}) AS "newest",
        (SELECT coalesce(sum("lost"), 0)::float8 FROM "ActivityGap"
          WHERE "orgId" = ${orgId} AND "receivedAt" >= ${since}) AS "lost",
        (SELECT count(*)::int FROM "Finding"
          WHERE "orgId" = ${orgId} AND "status" = 'open' AND "kind" = 'agent.unmediated') AS "unmediated"`);
    const row = rows[0];
    if (!row) throw new Error("calls could not be counted");
    if (row.calls === 0)
      return found(row.newest ? "partly" : "gap", "/points/new", {
        found: row.newest ? `No call was reported in ${DAYS} days.` : "No call was ever reported.",
        newest: row.newest,
        gap: row.newest ? "See whether the agents rest or their points are silent." : "Connect an enforcement point.",
      });
    const faults = [
      row.lost > 0 ? `${plural(row.lost, "event")} lost, as the points themselves state` : null,
      row.unmediated > 0 ? `${plural(row.unmediated, "agent")} whose calls no point decided` : null,
    ].filter((fault) => fault !== null);
    const items = row.unmediated > 0 ? await unmediated({ db, orgId }) : [];
    return {
      state: faults.length === 0 ? "met" : "partly",
      found: `${plural(row.calls, "call")} recorded in ${DAYS} days, each with its decision.`,
      newest: row.newest,
      gap: faults.length === 0 ? null : `There are ${faults.join(" and ")}.`,
      href: row.unmediated > 0 ? "/findings" : row.lost > 0 ? "/points" : "/activity",
      items,
      total: row.unmediated,
    };
  },
};

async function unmediated({ db, orgId }: Pick<Parameters<Collector["collect"]>[0], "db" | "orgId">) {
  const rows = await db.finding.findMany({
    where: { orgId, status: "open", kind: "agent.unmediated" },
    orderBy: [{ openedAt: "asc" }, { id: "asc" }],
    take: MOST_ITEMS,
    select: { id: true, subjectName: true, title: true },
  });
  return rows.map(({ id, subjectName, title }) => ({ name: subjectName, why: title, href: `/findings/${id}` }));
}
