import { query } from "@/lib/audit/query";
import { Prisma } from "@/lib/db/generated/client";
import { decidableBy, fromOpen, inClasses, openClasses } from "./authority";
import { countCheckpointsOp } from "./contract";
import { voterOf, votersOf } from "./voters";

export const countCheckpoints = query(countCheckpointsOp, async (ctx) => {
  const [voters, classes] = await Promise.all([votersOf(ctx), openClasses(ctx)]);
  const sum = (some: typeof classes) => some.reduce((all, { open }) => all + open, 0);
  const mine = decidableBy([voterOf(ctx.actor, voters)], classes, voters);
  const open = sum(classes);
  if (mine.length === 0) return { open, mine: 0, snoozed: 0 };
  const [aside] = await ctx.db.$queryRaw<{ count: number }[]>(Prisma.sql`
    SELECT count(*)::int AS "count" ${fromOpen(ctx)} AND ${inClasses(mine)} AND c."id" IN (
      SELECT s."checkpointId" FROM "CheckpointSnooze" s
      WHERE s."orgId" = ${ctx.orgId} AND s."userId" = ${ctx.actor.id} AND s."until" > statement_timestamp())`);
  const snoozed = aside?.count ?? 0;
  return { open, mine: sum(mine) - snoozed, snoozed };
});
