import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { Scorecard } from "@/sdk/conformance/scorecard";
import { getPointOp, type PointAck } from "./fleet-contract";
import { type FleetRow, pointsOf } from "./fleet-rows";
import { fleetOf } from "./fleet-sql";

const NEWEST_ACKS = 30;

export const getPoint = query(getPointOp, async (ctx, { id }) => {
  const now = await databaseNow(ctx.db);
  const [rows, acks, card] = await Promise.all([
    ctx.db.$queryRaw<FleetRow[]>(Prisma.sql`WITH ${fleetOf(ctx.orgId, now)} SELECT * FROM fleet WHERE "id" = ${id}`),
    acksOf(ctx, id),
    ctx.db.scorecard.findUnique({ where: { orgId_pepId: { orgId: ctx.orgId, pepId: id } }, select: { body: true } }),
  ]);
  const [point] = await pointsOf(ctx, rows);
  if (!point) throw notFound("enforcement point");
  return { point, acks, scorecard: card ? Scorecard.parse(card.body) : null, asOf: now.toISOString() };
});

type AckRow = Omit<PointAck, "at"> & { at: Date };

/** What it said of bundles and of orders, in one line of time. */
async function acksOf(ctx: Ctx, pepId: string): Promise<PointAck[]> {
  const rows = await ctx.db.$queryRaw<AckRow[]>(Prisma.sql`
    SELECT * FROM (
      (SELECT a."receivedAt" AS "at", 'bundle' AS "what", 'Revision ' || a."revision" AS "title", a."result", a."reason",
        greatest(extract(epoch FROM a."receivedAt" - b."createdAt") * 1000, 0)::float8 AS "ms"
      FROM "BundleAck" a JOIN "Bundle" b ON b."orgId" = a."orgId" AND b."revision" = a."revision"
      WHERE a."orgId" = ${ctx.orgId} AND a."pepId" = ${pepId} ORDER BY a."receivedAt" DESC LIMIT ${NEWEST_ACKS})
      UNION ALL
      (SELECT a."receivedAt", 'order', o."agentName" || ': ' || o."status", 'confirmed', o."reason",
        greatest(extract(epoch FROM a."receivedAt" - o."orderedAt") * 1000, 0)::float8
      FROM "StopAck" a JOIN "StopOrder" o ON o."id" = a."orderId" AND o."orgId" = a."orgId"
      WHERE a."orgId" = ${ctx.orgId} AND a."pepId" = ${pepId} ORDER BY a."receivedAt" DESC LIMIT ${NEWEST_ACKS})
    ) t ORDER BY "at" DESC LIMIT ${NEWEST_ACKS}`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
