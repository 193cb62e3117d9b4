/**
 * Which revision each point is to run. Without a roll-out that is the newest. During one there are two: the newest that was
 * signed for the roll-out, for the points that it has reached, and the newest other, with the published policies, for the rest.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { BundleManifest } from "@/sdk/wire/bundle";
import { type TrialProfile, trialProfileOf } from "./ring-contract";

export type Trial = {
  rollOutId: string;
  revision: number;
  reached: ReadonlySet<string> | "everyone";
  profile: TrialProfile | null;
};
export type Tracks = {
  /** Null before the first publication. */
  published: number | null;
  minimumRevision: number;
  trial: Trial | null;
};

/** Common table expressions `trial` (none or one row) and `reached`: the points that it has come to. */
export const reachedPoints = (orgId: string): Prisma.Sql => Prisma.sql`
  trial AS (
    SELECT r."id", r."revision", r."position", r."everyone", r."toldAt" FROM "RollOut" r
    WHERE r."orgId" = ${orgId} AND r."endedAt" IS NULL
  ),
  reached AS (
    SELECT p."id" AS "pepId", t."revision", t."toldAt" FROM trial t JOIN "Pep" p ON p."orgId" = ${orgId}
    WHERE t."everyone" OR EXISTS (SELECT 1 FROM "RollOutPoint" x
      WHERE x."rollOutId" = t."id" AND x."pepId" = p."id" AND x."position" <= t."position")
  )`;

/** `only`: a single point is asked about, so no more of a large fleet is read. */
export async function readTracks(ctx: Ctx, only?: string): Promise<Tracks> {
  const newest = await ctx.db.bundle.findFirst({
    where: { orgId: ctx.orgId, rollOutId: null },
    orderBy: { revision: "desc" },
    select: { revision: true, manifest: true },
  });
  return {
    published: newest?.revision ?? null,
    minimumRevision: newest ? BundleManifest.parse(JSON.parse(newest.manifest)).minimumRevision : 1,
    trial: await readTrial(ctx, only),
  };
}

async function readTrial({ db, orgId }: Ctx, only: string | undefined): Promise<Trial | null> {
  const row = await db.rollOut.findFirst({
    where: { orgId, endedAt: null },
    select: { id: true, revision: true, position: true, everyone: true, profile: true },
  });
  if (!row) return null;
  const { id: rollOutId, revision, everyone } = row;
  const profile = trialProfileOf(row);
  if (everyone) return { rollOutId, revision, reached: "everyone", profile };
  const points = await db.rollOutPoint.findMany({
    where: { rollOutId, orgId, position: { lte: row.position }, ...(only === undefined ? {} : { pepId: only }) },
    select: { pepId: true },
  });
  return { rollOutId, revision, reached: new Set(points.map(({ pepId }) => pepId)), profile };
}

export const isReached = (trial: Pick<Trial, "reached">, pepId: string): boolean =>
  trial.reached === "everyone" || trial.reached.has(pepId);

export const revisionAt = ({ published, trial }: Tracks, pepId: string): number | null =>
  trial && isReached(trial, pepId) ? trial.revision : published;
