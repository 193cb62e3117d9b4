/** Private to this folder: every figure, computed now from the votes themselves. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { Approver, Bucket, Oversight, OversightSetting } from "./contract";
import { BUCKETS, LEAST_DECOYS, LEAST_SHARED, LEAST_VOTES, measured, qualityFindings, share } from "./rules";
import { type FigureRow, figureColumns, votesSql } from "./votes-sql";

export type Window = { from: Date; to: Date; days: number };

const figuresOf = (row: FigureRow) => ({
  votes: row.votes,
  approved: row.approved,
  denied: row.denied,
  seconds: {
    p10: measured(row.p10, row.votes, LEAST_VOTES, "votes"),
    p50: measured(row.p50, row.votes, LEAST_VOTES, "votes"),
    p90: measured(row.p90, row.votes, LEAST_VOTES, "votes"),
  },
  fast: share(row.fast, row.approved, LEAST_VOTES, "approvals"),
  disagreed: share(row.apart, row.shared, LEAST_SHARED, "votes beside somebody else's"),
  decoys: {
    caught: row.caught,
    missed: row.missed,
    rate: share(row.caught, row.caught + row.missed, LEAST_DECOYS, "decoys"),
  },
});

type PersonRow = FigureRow & {
  personId: string;
  personName: string;
  active: boolean;
  longest: number;
  now: number;
  busiest: number;
  waiting: number;
  watchedSince: Date | null;
};

/** Everybody who voted in the window, those with the most votes first. */
export async function measurePeople(ctx: Ctx, { from, days }: Window, setting: OversightSetting): Promise<Approver[]> {
  const rows = await ctx.db.$queryRaw<PersonRow[]>(Prisma.sql`
    WITH ${votesSql(ctx.orgId, from, setting.fastSeconds)},
    ranked AS (
      SELECT *, count(*) FILTER (WHERE "verdict" = 'deny') OVER (PARTITION BY "personId" ORDER BY "at", "checkpointId") AS "run"
      FROM votes WHERE NOT "decoy"
    ),
    runs AS (
      SELECT "personId", "run", count(*) FILTER (WHERE "verdict" = 'approve')::int AS "length" FROM ranked GROUP BY 1, 2
    ),
    streaks AS (
      SELECT "personId", max("length")::int AS "longest", (array_agg("length" ORDER BY "run" DESC))[1] AS "now" FROM runs GROUP BY 1
    ),
    hours AS (
      SELECT "personId", max("votes")::int AS "busiest"
      FROM (SELECT "personId", date_trunc('hour', "at", 'UTC'), count(*) AS "votes" FROM votes WHERE NOT "decoy" GROUP BY 1, 2) h GROUP BY 1
    ),
    figures AS (SELECT "personId", max("personName") AS "personName", ${figureColumns} FROM votes GROUP BY 1)
    SELECT f.*, coalesce(u."status" = 'active', false) AS "active",
      coalesce(s."longest", 0) AS "longest", coalesce(s."now", 0) AS "now", coalesce(h."busiest", 0) AS "busiest",
      w."since" AS "watchedSince", (${waitingSql(ctx.orgId)}) AS "waiting"
    FROM figures f
    LEFT JOIN "User" u ON u."id" = f."personId" AND u."orgId" = ${ctx.orgId}
    LEFT JOIN streaks s ON s."personId" = f."personId"
    LEFT JOIN hours h ON h."personId" = f."personId"
    LEFT JOIN "WatchedApprover" w ON w."userId" = f."personId" AND w."orgId" = ${ctx.orgId}
    ORDER BY f."votes" DESC, f."personId"`);
  return rows.map((row) => ({
    person: { id: row.personId, name: row.personName, active: row.active },
    ...figuresOf(row),
    streak: { now: row.now, longest: row.longest },
    load: {
      perDay: measured(row.votes / days, row.votes, 1, "votes"),
      busiestHour: row.busiest,
      waiting: row.waiting,
    },
    findings: qualityFindings(
      { approved: row.approved, fast: row.fast, streak: row.now, decoys: { caught: row.caught, missed: row.missed } },
      setting,
    ),
    watchedSince: row.watchedSince?.toISOString() ?? null,
  }));
}

/** As an expression over `f`: open requests that the person was asked about and has not voted on. */
const waitingSql = (orgId: string): Prisma.Sql => Prisma.sql`
  SELECT count(DISTINCT m."subjectId")::int FROM "Message" m
  JOIN "Checkpoint" c ON c."id" = m."subjectId" AND c."orgId" = m."orgId" AND c."status" = 'pending' AND c."expiresAt" > now()
  WHERE m."orgId" = ${orgId} AND m."userId" = f."personId" AND m."subjectKind" = 'checkpoint'
    AND m."kind" IN ('asked', 'escalated', 'handedOver')
    AND NOT EXISTS (SELECT 1 FROM "CheckpointDecision" d WHERE d."checkpointId" = c."id" AND d."orgId" = c."orgId" AND d."personId" = f."personId")`;

export async function measureAll(ctx: Ctx, { from }: Window, setting: OversightSetting): Promise<Oversight["all"]> {
  const [figures] = await ctx.db.$queryRaw<FigureRow[]>(Prisma.sql`
    WITH ${votesSql(ctx.orgId, from, setting.fastSeconds)} SELECT ${figureColumns} FROM votes`);
  const [ends] = await ctx.db.$queryRaw<EndRow[]>(endsSql(ctx.orgId, from));
  if (!figures || !ends) throw new Error("counting gave no row");
  const { unanswered, secondReviews, ...requests } = ends;
  return {
    ...figuresOf(figures),
    requests,
    decoysUnanswered: unanswered,
    secondReviews,
    buckets: await readBuckets(ctx, from, setting.fastSeconds),
  };
}

type EndRow = {
  ended: number;
  approved: number;
  denied: number;
  expired: number;
  unanswered: number;
  secondReviews: number;
};

/** An approval that was later used, not used or void was an approval; one that is not closed yet is one too. */
const endsSql = (orgId: string, from: Date): Prisma.Sql => Prisma.sql`
  SELECT count(*) FILTER (WHERE "ended" AND "decoy" IS NULL)::int AS "ended",
    count(*) FILTER (WHERE "ended" AND "decoy" IS NULL AND "status" IN ('approved', 'redeemed', 'lapsed', 'voided'))::int AS "approved",
    count(*) FILTER (WHERE "ended" AND "decoy" IS NULL AND "status" = 'denied')::int AS "denied",
    count(*) FILTER (WHERE "ended" AND "decoy" IS NULL AND "status" = 'expired')::int AS "expired",
    count(*) FILTER (WHERE "decoy" IS NOT NULL AND "status" IN ('expired', 'cancelled') AND NOT "voted")::int AS "unanswered",
    count(*) FILTER (WHERE "decoy" IS NULL AND "review" <> '[]')::int AS "secondReviews"
  FROM (
    SELECT c."status", c."decoy", c."review", c."status" <> 'pending' AS "ended",
      EXISTS (SELECT 1 FROM "CheckpointDecision" d WHERE d."checkpointId" = c."id" AND d."orgId" = c."orgId") AS "voted"
    FROM "Checkpoint" c WHERE c."orgId" = ${orgId} AND c."createdAt" >= ${from}
  ) c`;

async function readBuckets(ctx: Ctx, from: Date, fastSeconds: number): Promise<Bucket[]> {
  const rows = await ctx.db.$queryRaw<{ bucket: number; approved: number; denied: number }[]>(Prisma.sql`
    WITH ${votesSql(ctx.orgId, from, fastSeconds)}
    SELECT width_bucket("seconds", ${[...BUCKETS]}::float8[]) AS "bucket",
      count(*) FILTER (WHERE "verdict" = 'approve')::int AS "approved", count(*) FILTER (WHERE "verdict" = 'deny')::int AS "denied"
    FROM votes WHERE NOT "decoy" GROUP BY 1`);
  const counts = new Map(rows.map((row) => [row.bucket, row]));
  return BUCKETS.map((lower, index) => ({
    from: lower,
    to: BUCKETS[index + 1] ?? null,
    approved: counts.get(index + 1)?.approved ?? 0,
    denied: counts.get(index + 1)?.denied ?? 0,
  }));
}
