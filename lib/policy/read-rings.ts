/** An organisation's rings, and the points that are in each now. */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { defaultRings, Ring } from "./ring-contract";
import { type RingPoint, ringOf } from "./ring-rules";

export type KnownRings = { rings: Ring[]; version: number; updatedByName: string | null };

export async function readRings(ctx: Ctx): Promise<KnownRings> {
  const row = await ctx.db.ringSet.findUnique({ where: { orgId: ctx.orgId } });
  if (!row) return { rings: [...defaultRings], version: 0, updatedByName: null };
  return { rings: z.array(Ring).parse(row.rings), version: row.version, updatedByName: row.updatedByName };
}

/** Every point that is not revoked, with its ring counted from 0. */
export async function placedPoints(ctx: Ctx, rings: readonly Ring[]): Promise<{ pepId: string; position: number }[]> {
  const rows = await ctx.db.$queryRaw<RingPoint[]>(Prisma.sql`
    SELECT p."id", coalesce(json_agg(json_build_object('environment', a."environment", 'team', a."team"))
      FILTER (WHERE a."id" IS NOT NULL), '[]') AS "agents"
    FROM "Pep" p LEFT JOIN "Agent" a ON a."orgId" = p."orgId" AND a."id" = ANY(p."agents")
    WHERE p."orgId" = ${ctx.orgId} AND p."revokedAt" IS NULL GROUP BY p."id" ORDER BY p."id"`);
  return rows.map((point) => ({ pepId: point.id, position: ringOf(rings, point) }));
}
