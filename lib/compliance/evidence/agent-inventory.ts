import { Prisma } from "@/lib/db/generated/client";
import { type Collector, found, MOST_ITEMS, plural } from "./collector";

type Row = { active: number; all: number; newest: Date | null; strangers: number; tools: number; unread: number };

/** Which agents and tools there are, and which of them nobody has looked at. */
export const agentInventory: Collector = {
  kind: "agent-inventory",
  title: "Inventory of agents and tools",
  href: "/agents",
  collect: async ({ db, orgId }) => {
    const rows = await db.$queryRaw<Row[]>(Prisma.sql`
      SELECT
        (SELECT count(*)::int FROM "Agent" WHERE "orgId" = ${orgId} AND "status" = 'active') AS "active",
        (SELECT count(*)::int FROM "Agent" WHERE "orgId" = ${orgId}) AS "all",
        (SELECT max("updatedAt") FROM "Agent" WHERE "orgId" = ${orgId}) AS "newest",
        (SELECT count(*)::int FROM "Finding" WHERE "orgId" = ${orgId} AND "status" = 'open' AND "kind" = 'agent.discovered') AS "strangers",
        (SELECT count(*)::int FROM "Tool" WHERE "orgId" = ${orgId}) AS "tools",
        (SELECT count(*)::int FROM "Tool" WHERE "orgId" = ${orgId} AND "state" IN ('waiting', 'changed')) AS "unread"`);
    const row = rows[0];
    if (!row) throw new Error("the inventory could not be counted");
    if (row.all === 0)
      return found("gap", "/agents/new", { found: "No agent is registered.", gap: "Register the agents that act." });
    const strangers = await db.finding.findMany({
      where: { orgId, status: "open", kind: "agent.discovered" },
      orderBy: [{ openedAt: "asc" }, { id: "asc" }],
      take: MOST_ITEMS,
      select: { id: true, subjectName: true, title: true },
    });
    const parts = [
      row.strangers > 0 ? `${plural(row.strangers, "agent")} seen in traffic that nobody took on` : null,
      row.unread > 0 ? `${plural(row.unread, "tool")} whose definition nobody has read and approved` : null,
    ].filter((part) => part !== null);
    return {
      state: parts.length === 0 ? "met" : "partly",
      found: `${plural(row.active, "active agent")} of ${row.all} registered, ${plural(row.tools, "tool")}.`,
      newest: row.newest,
      gap: parts.length === 0 ? null : `There are ${parts.join(" and ")}.`,
      href: row.strangers > 0 ? "/findings" : row.unread > 0 ? "/tools" : "/agents",
      items: strangers.map(({ id, subjectName, title }) => ({
        name: subjectName,
        why: title,
        href: `/findings/${id}`,
      })),
      total: row.strangers,
    };
  },
};
