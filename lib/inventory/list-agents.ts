import type { z } from "zod";
import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { beyond, cursorAfter, orderBy } from "./agent-order";
import { listAgentsOp } from "./contract";
import { agentOf, containing, withOwners } from "./rows";

type Filters = z.output<typeof listAgentsOp.input>;

export const listAgents = query(listAgentsOp, async (ctx, filters) => {
  const matching = Prisma.join(conditions(ctx, filters), " AND ");
  const from = filters.cursor ? Prisma.sql`AND ${beyond(filters.sort, filters.cursor)}` : Prisma.empty;
  const page = await ctx.db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT a."id" FROM "Agent" a WHERE ${matching} ${from}
    ORDER BY ${orderBy[filters.sort]} LIMIT ${filters.limit + 1}`);
  const counted = await ctx.db.$queryRaw<{ total: number }[]>(
    Prisma.sql`SELECT count(*)::int AS "total" FROM "Agent" a WHERE ${matching}`,
  );
  const ids = page.slice(0, filters.limit).map(({ id }) => id);
  const items = await agentsOf(ctx, ids);
  const last = items.at(-1);
  return {
    items,
    nextCursor: page.length > filters.limit && last ? cursorAfter(filters.sort, last) : null,
    total: counted[0]?.total ?? 0,
  };
});

/** The agents of these ids, in their order. */
async function agentsOf(ctx: Ctx, ids: string[]) {
  const rows = await ctx.db.agent.findMany({ where: { orgId: ctx.orgId, id: { in: ids } }, include: withOwners });
  const byId = new Map(rows.map((row) => [row.id, agentOf(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function conditions(ctx: Ctx, filters: Filters): Prisma.Sql[] {
  const { team, tag, status, riskTier, provider, environment, ownerId, owned, knownBy, q } = filters;
  const like = containing(q?.trim() ?? "");
  return [
    Prisma.sql`a."orgId" = ${ctx.orgId}`,
    inUnit(ctx, Prisma.sql`a."id"`),
    tag && Prisma.sql`EXISTS (SELECT FROM unnest(a."tags") t WHERE lower(t) = lower(${tag}))`,
    team && Prisma.sql`a."team" = ${team}`,
    status && Prisma.sql`a."status" = ${status}`,
    riskTier && Prisma.sql`a."riskTier" = ${riskTier}`,
    provider && Prisma.sql`a."provider" = ${provider}`,
    environment && Prisma.sql`a."environment" = ${environment}`,
    ownerId && Prisma.sql`a."ownerId" = ${ownerId}`,
    knownBy && Prisma.sql`a."knownBy" = ${knownBy}`,
    owned === "none" && Prisma.sql`a."ownerId" IS NULL`,
    owned === "some" && Prisma.sql`a."ownerId" IS NOT NULL`,
    q?.trim() &&
      Prisma.sql`(a."name" ILIKE ${like} OR a."purpose" ILIKE ${like} OR a."team" ILIKE ${like} OR a."id" ILIKE ${like}
        OR array_to_string(a."tags", ' ') ILIKE ${like})`,
  ].flatMap((condition) => condition || []);
}
