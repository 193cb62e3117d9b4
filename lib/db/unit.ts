/**
 * The part of the organisation that a person's roles are limited to: agents of some teams. Whatever lists or counts by agent
 * asks here; that one agent, or something of it, is in the unit is asked of every input by lib/audit/units.ts.
 */
import type { Ctx } from "./ctx";
import { Prisma } from "./generated/client";

/** The unit of whoever asks; null: the whole organisation. Programs and the system have no unit. */
export const unitOf = (ctx: Ctx): readonly string[] | null =>
  ctx.actor.kind === "user" ? (ctx.actor.unit ?? null) : null;

/** The condition that an agent, by its id in the column, is in the unit. */
export function inUnit(ctx: Ctx, agentId: Prisma.Sql): Prisma.Sql {
  const unit = unitOf(ctx);
  if (unit === null) return Prisma.sql`TRUE`;
  return Prisma.sql`${agentId} IN (
    SELECT u."id" FROM "Agent" u WHERE u."orgId" = ${ctx.orgId} AND u."team" = ANY(${[...unit]}::text[]))`;
}

/** The same for a question by Prisma: null where nothing is left out. */
export async function agentsInUnit(ctx: Ctx): Promise<string[] | null> {
  const unit = unitOf(ctx);
  if (unit === null) return null;
  const rows = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, team: { in: [...unit] } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
