/** Private to this folder: the last look, gathered: agents that stand alike are one row, so ten thousand agents are a few dozen. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { Group } from "./actions";

export const readGroups = (ctx: Ctx): Promise<Group[]> =>
  ctx.db.$queryRaw<Group[]>(Prisma.sql`
    SELECT "met", "unmet", "unmeasured", count(*)::int AS "agents" FROM "AgentMaturity"
    WHERE "orgId" = ${ctx.orgId} AND "status" = 'active' GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`);

export async function readLook(ctx: Ctx): Promise<string | null> {
  const run = await ctx.db.maturityRun.findUnique({ where: { orgId: ctx.orgId }, select: { at: true } });
  return run?.at.toISOString() ?? null;
}
