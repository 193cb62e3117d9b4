/** Private to this folder: the dashboard's figures that are not stages, each computed now. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { Overview } from "./contract";
import { daysBefore } from "./facts";

/** Of the last 24 hours, from the beginning of the first. */
export async function readCallFigures(ctx: Ctx, now: Date): Promise<Overview["calls24h"]> {
  const from = daysBefore(now, 1);
  from.setUTCMinutes(0, 0, 0);
  const rows = await ctx.db.$queryRaw<Overview["calls24h"][]>(Prisma.sql`
    SELECT coalesce(sum("calls"), 0)::int AS "total",
      coalesce(sum("calls") FILTER (WHERE "effect" = 'allow'), 0)::int AS "allow",
      coalesce(sum("calls") FILTER (WHERE "effect" = 'deny'), 0)::int AS "deny",
      coalesce(sum("calls") FILTER (WHERE "effect" = 'hold'), 0)::int AS "hold",
      coalesce(sum("ended") FILTER (WHERE "effect" = 'allow'), 0)::int AS "withOutcome",
      coalesce(sum("calls") FILTER (WHERE "effect" = 'allow'), 0)::int AS "permitted"
    FROM "ActivityHour" WHERE "orgId" = ${ctx.orgId} AND "from" >= ${from}`);
  return rows[0] ?? { total: 0, allow: 0, deny: 0, hold: 0, withOutcome: 0, permitted: 0 };
}

/**
 * A request is decided when the vote came that ended it; one that expired or was cancelled was decided by nobody, and neither
 * was what a standing approval answered. Decoys were nobody's requests.
 */
export async function readCheckpointFigures(ctx: Ctx, now: Date): Promise<Overview["checkpoints"]> {
  const open = await ctx.db.checkpoint.count({
    where: { orgId: ctx.orgId, status: "pending", expiresAt: { gt: now } },
  });
  const rows = await ctx.db.$queryRaw<{ decided: number; median: number | null }[]>(Prisma.sql`
    SELECT count(*)::int AS "decided",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d."at" - c."createdAt")::float8) AS "median"
    FROM (
      SELECT "checkpointId", max("at") AS "at" FROM "CheckpointDecision"
      WHERE "orgId" = ${ctx.orgId} AND "at" >= ${daysBefore(now, 1)} AND "standingId" IS NULL GROUP BY "checkpointId"
    ) d
    JOIN "Checkpoint" c ON c."id" = d."checkpointId" AND c."orgId" = ${ctx.orgId}
    WHERE c."decoy" IS NULL AND c."status" IN ('approved', 'denied', 'redeemed', 'lapsed', 'voided')`);
  return { open, decided24h: rows[0]?.decided ?? 0, medianDecisionSeconds: rows[0]?.median ?? null };
}

type KillRow = { agentName: string; at: Date; ms: number; confirmed: number; points: number };

/** Both times are the database's: from the order's commit to the arrival of the last confirmation. */
export async function readLastKill(ctx: Ctx): Promise<Overview["lastKill"]> {
  const rows = await ctx.db.$queryRaw<KillRow[]>(Prisma.sql`
    SELECT o."agentName", o."orderedAt" AS "at",
      greatest(0, extract(epoch FROM max(a."receivedAt") - o."orderedAt") * 1000)::float8 AS "ms",
      count(*)::int AS "confirmed", cardinality(o."points") AS "points"
    FROM "StopOrder" o
    JOIN "StopAck" a ON a."orderId" = o."id" AND a."orgId" = o."orgId" AND a."pepId" = ANY(o."points")
    WHERE o."orgId" = ${ctx.orgId} AND o."status" = 'killed' AND NOT o."drill"
    GROUP BY o."id" ORDER BY o."orderedAt" DESC, o."id" DESC LIMIT 1`);
  const [row] = rows;
  return row ? { ...row, at: row.at.toISOString() } : null;
}
