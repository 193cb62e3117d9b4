import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { listRollOutPointsOp, MOST_POINTS, RollOutPoint } from "./contract";
import { isLive, readRow, revisionsOf } from "./rows";

type PointRow = Omit<RollOutPoint, "at" | "result"> & { at: Date | null; result: string | null; total: number };

export const listRollOutPoints = query(listRollOutPointsOp, async (ctx, { id, position }) => {
  const row = await readRow(ctx, id);
  const now = await databaseNow(ctx.db);
  const ofRing = position === undefined ? Prisma.empty : Prisma.sql`AND x."position" = ${position}`;
  // The newest revision that it answered; of two words about one, the later.
  const rows = await ctx.db.$queryRaw<PointRow[]>(Prisma.sql`
    SELECT x."pepId", p."name", x."position", ${isLive(now)} AS "live", p."revision", a."result", a."reason",
      a."receivedAt" AS "at", (count(*) OVER ())::int AS "total"
    FROM "RollOutPoint" x JOIN "Pep" p ON p."id" = x."pepId" AND p."orgId" = x."orgId"
    LEFT JOIN LATERAL (SELECT "result", "reason", "receivedAt" FROM "BundleAck" a WHERE a."orgId" = ${ctx.orgId}
      AND a."pepId" = x."pepId" AND a."revision" IN ${revisionsOf(row)}
      ORDER BY a."revision" DESC, a."receivedAt" DESC LIMIT 1) a ON true
    WHERE x."rollOutId" = ${id} AND x."orgId" = ${ctx.orgId} ${ofRing}
    ORDER BY x."position", a."result" = 'loaded' NULLS FIRST, p."name", x."pepId" LIMIT ${MOST_POINTS}`);
  return {
    items: rows.map(({ total: _, result, at, ...point }) => ({
      ...point,
      result: RollOutPoint.shape.result.catch("waiting").parse(result),
      at: at?.toISOString() ?? null,
    })),
    total: rows[0]?.total ?? 0,
  };
});
