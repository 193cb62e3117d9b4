import { query } from "@/lib/audit/query";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { listLeaversOp } from "./contract";

const MOST = 200;
type Row = { id: string; name: string; email: string; owns: number; backsUp: number; dueAt: Date | null };

/** Those whose agents are suspended soonest come first. */
export const listLeavers = query(listLeaversOp, async (ctx) => {
  const { ownerGraceDays: graceDays } = await ctx.db.organisation.findUniqueOrThrow({
    where: { id: ctx.orgId },
    select: { ownerGraceDays: true },
  });
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    SELECT person."id", person."name", person."email",
      count(*) FILTER (WHERE agent."ownerId" = person."id")::int AS "owns",
      count(*) FILTER (WHERE agent."backupOwnerId" = person."id")::int AS "backsUp",
      min(running."dueAt") FILTER (WHERE agent."ownerId" = person."id") AS "dueAt"
    FROM "User" person
    JOIN "Agent" agent ON agent."orgId" = person."orgId" AND agent."status" <> 'retired'
      AND person."id" IN (agent."ownerId", agent."backupOwnerId")
    LEFT JOIN "OwnerGrace" running ON running."agentId" = agent."id"
    WHERE person."orgId" = ${ctx.orgId} AND person."status" <> 'active' AND ${inUnit(ctx, Prisma.sql`agent."id"`)}
    GROUP BY person."id" ORDER BY min(running."dueAt") NULLS LAST, person."name", person."id" LIMIT ${MOST}`);
  return {
    graceDays,
    items: rows.map(({ id, name, email, owns, backsUp, dueAt }) => ({
      person: { id, name, email, active: false },
      ...{ owns, backsUp, dueAt: dueAt?.toISOString() ?? null },
    })),
  };
});
