import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { listDetectionsOp, type Detection as Shown } from "./contract";
import type { Detection } from "./detection";
import { DAY_MS } from "./hours";
import { detections, kindsOf } from "./registry";
import { type Chosen, chosenOf, readSettings } from "./settings";

const DAYS = 30;

export const listDetections = query(listDetectionsOp, async (ctx) => {
  const now = await databaseNow(ctx.db);
  const [settings, figures] = [await readSettings(ctx), await readFigures(ctx, now)];
  return {
    items: detections.map((detection) =>
      shownOf(detection, chosenOf(detection, settings.get(detection.id)), figures(detection)),
    ),
    asOf: now.toISOString(),
  };
});

export type Figures = { lastRaisedAt: Date | null; raised: number; open: number; suppressions: number };

export const shownOf = (detection: Detection, { enabled }: Chosen, figures: Figures): Shown => {
  const { id, title, description, severity, asi, atlas, looks } = detection;
  return {
    id,
    title,
    description,
    severity,
    asi: [...asi],
    atlas: [...atlas],
    looks,
    enabled,
    kinds: kindsOf(detection),
    ...figures,
    lastRaisedAt: figures.lastRaisedAt?.toISOString() ?? null,
  };
};

type Counted = { name: string; raised: number; open: number; last: Date | null };

/** Detections of this folder by what they hit; the others by the findings of their kinds. */
export async function readFigures(ctx: Ctx, now: Date): Promise<(detection: Detection) => Figures> {
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const [hits, kinds, suppressions] = [
    byName(await countHits(ctx, since)),
    byName(await countKinds(ctx, since)),
    await ctx.db.detectionSuppression.groupBy({
      by: ["detection"],
      where: { orgId: ctx.orgId, endedAt: null, until: { gt: now } },
      _count: { _all: true },
    }),
  ];
  const standing = new Map(suppressions.map(({ detection, _count }) => [detection, _count._all]));
  return (detection) => {
    const found =
      detection.looks === "elsewhere"
        ? kindsOf(detection).flatMap((kind) => kinds.get(kind) ?? [])
        : [hits.get(detection.id) ?? []].flat();
    return {
      raised: found.reduce((sum, { raised }) => sum + raised, 0),
      open: found.reduce((sum, { open }) => sum + open, 0),
      lastRaisedAt: found.reduce<Date | null>(
        (last, one) => (one.last && (!last || one.last > last) ? one.last : last),
        null,
      ),
      suppressions: standing.get(detection.id) ?? 0,
    };
  };
}

const byName = (rows: readonly Counted[]): Map<string, Counted> => new Map(rows.map((row) => [row.name, row]));

const countHits = ({ db, orgId }: Ctx, since: Date): Promise<Counted[]> =>
  db.$queryRaw<Counted[]>(Prisma.sql`
    SELECT h."detection" AS "name", count(DISTINCT h."findingId") FILTER (WHERE h."raisedAt" >= ${since})::int AS "raised",
      count(DISTINCT f."id") FILTER (WHERE f."status" = 'open')::int AS "open", max(h."raisedAt") AS "last"
    FROM "DetectionHit" h LEFT JOIN "Finding" f ON f."id" = h."findingId" AND f."orgId" = h."orgId"
    WHERE h."orgId" = ${orgId} AND h."findingId" IS NOT NULL GROUP BY h."detection"`);

const countKinds = ({ db, orgId }: Ctx, since: Date): Promise<Counted[]> =>
  db.$queryRaw<Counted[]>(Prisma.sql`
    SELECT "kind" AS "name", count(*) FILTER (WHERE "openedAt" >= ${since})::int AS "raised",
      count(*) FILTER (WHERE "status" = 'open')::int AS "open", max("openedAt") AS "last"
    FROM "Finding" WHERE "orgId" = ${orgId} GROUP BY "kind"`);
