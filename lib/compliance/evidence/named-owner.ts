import { Prisma } from "@/lib/db/generated/client";
import { type Collector, found, MOST_ITEMS, plural } from "./collector";

type Row = { id: string; name: string; riskTier: string; owned: boolean; total: number };

/** Active agents without the named, active people that their tier asks for: two at high and critical. */
export const namedOwner: Collector = {
  kind: "named-owner",
  title: "Named people who answer for agents",
  href: "/agents",
  collect: async ({ db, orgId }) => {
    const [active, newest] = await Promise.all([
      db.agent.count({ where: { orgId, status: "active" } }),
      db.agent.aggregate({ where: { orgId, status: "active" }, _max: { updatedAt: true } }),
    ]);
    if (active === 0)
      return found("unknown", "/agents/new", {
        found: "No active agent is registered.",
        gap: "Without an active agent there is nobody to answer for anything.",
      });
    const rows = await db.$queryRaw<Row[]>(Prisma.sql`
      SELECT a."id", a."name", a."riskTier", o."id" IS NOT NULL AS "owned", count(*) OVER ()::int AS "total"
        FROM "Agent" a
        LEFT JOIN "User" o ON o."id" = a."ownerId" AND o."orgId" = a."orgId" AND o."status" = 'active'
        LEFT JOIN "User" b ON b."id" = a."backupOwnerId" AND b."orgId" = a."orgId" AND b."status" = 'active'
       WHERE a."orgId" = ${orgId} AND a."status" = 'active'
         AND (o."id" IS NULL OR (a."riskTier" IN ('high', 'critical') AND (b."id" IS NULL OR b."id" = o."id")))
       ORDER BY a."name" LIMIT ${MOST_ITEMS}`);
    const lacking = rows[0]?.total ?? 0;
    return {
      state: lacking === 0 ? "met" : lacking === active ? "gap" : "partly",
      found: `${active - lacking} of ${plural(active, "active agent")} have the named, active people that their tier asks for.`,
      newest: newest._max.updatedAt,
      gap:
        lacking === 0
          ? null
          : `${plural(lacking, "agent")} ${lacking === 1 ? "lacks" : "lack"} an owner or a backup owner.`,
      href: rows[0] ? `/agents/${rows[0].id}/edit` : "/agents",
      items: rows.map(({ id, name, owned }) => ({
        name,
        why: owned ? "It has no active backup owner." : "It has no active owner.",
        href: `/agents/${id}/edit`,
      })),
      total: lacking,
    };
  },
};
