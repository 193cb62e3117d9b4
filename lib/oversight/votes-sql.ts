/**
 * Private to this folder: the votes of a window, each with the time that it took and whether others agreed. Everything else is
 * counted from it, so no two figures can rest on different votes.
 */
import { Prisma } from "@/lib/db/generated/client";

/**
 * `votes`: people's votes since `from`, a key's as its maker's. A vote's time begins when what it is about could first be read:
 * when the request was opened, or when its arguments were last changed before the vote. What a standing approval answered was
 * looked at by nobody then. Decoys are told apart, and are not there at all before they have ended; one is `caught` by who
 * refused it, or approved it once what ought to be refused had been changed. `shared`: others voted on the
 * same request; `apart`: one of them otherwise.
 */
export const votesSql = (orgId: string, from: Date, fastSeconds: number): Prisma.Sql => Prisma.sql`
  votes AS (
    SELECT d."checkpointId", d."personId", coalesce(u."name", d."userName") AS "personName", d."verdict", d."at", c."decoy" IS NOT NULL AS "decoy",
      c."decoy" IS NOT NULL AND s."seen" AS "caught", c."decoy" IS NOT NULL AND NOT s."seen" AS "missed",
      c."agentName", c."tool", c."riskTier", t."seconds",
      d."verdict" = 'approve' AND t."seconds" < ${fastSeconds} AS "fast", o."shared", o."apart"
    FROM "CheckpointDecision" d
    JOIN "Checkpoint" c ON c."id" = d."checkpointId" AND c."orgId" = d."orgId"
    LEFT JOIN "User" u ON u."id" = d."personId" AND u."orgId" = d."orgId"
    CROSS JOIN LATERAL (
      SELECT greatest(0, extract(epoch FROM d."at" - greatest(c."createdAt", coalesce(max(x."at"), c."createdAt"))))::float8 AS "seconds"
      FROM "CheckpointChange" x WHERE x."checkpointId" = d."checkpointId" AND x."orgId" = d."orgId" AND x."at" <= d."at"
    ) t
    CROSS JOIN LATERAL (
      SELECT d."verdict" = 'deny' OR coalesce((c."decoy"::jsonb ->> 'putRight')::boolean, false) AS "seen"
    ) s
    CROSS JOIN LATERAL (
      SELECT count(*) > 0 AS "shared", coalesce(bool_or(y."verdict" <> d."verdict"), false) AS "apart"
      FROM "CheckpointDecision" y WHERE y."checkpointId" = d."checkpointId" AND y."orgId" = d."orgId" AND y."personId" <> d."personId"
        AND y."personId" LIKE 'usr\\_%' AND y."standingId" IS NULL
    ) o
    WHERE d."orgId" = ${orgId} AND d."at" >= ${from} AND d."personId" LIKE 'usr\\_%' AND d."standingId" IS NULL
      AND (c."decoy" IS NULL OR c."closedAt" IS NOT NULL)
  )`;

/** The columns of the figures, over whichever votes are grouped. */
export const figureColumns = Prisma.sql`
  count(*) FILTER (WHERE NOT "decoy")::int AS "votes",
  count(*) FILTER (WHERE NOT "decoy" AND "verdict" = 'approve')::int AS "approved",
  count(*) FILTER (WHERE NOT "decoy" AND "verdict" = 'deny')::int AS "denied",
  count(*) FILTER (WHERE NOT "decoy" AND "fast")::int AS "fast",
  count(*) FILTER (WHERE NOT "decoy" AND "shared")::int AS "shared",
  count(*) FILTER (WHERE NOT "decoy" AND "apart")::int AS "apart",
  count(*) FILTER (WHERE "caught")::int AS "caught",
  count(*) FILTER (WHERE "missed")::int AS "missed",
  percentile_cont(0.1) WITHIN GROUP (ORDER BY "seconds") FILTER (WHERE NOT "decoy") AS "p10",
  percentile_cont(0.5) WITHIN GROUP (ORDER BY "seconds") FILTER (WHERE NOT "decoy") AS "p50",
  percentile_cont(0.9) WITHIN GROUP (ORDER BY "seconds") FILTER (WHERE NOT "decoy") AS "p90"`;

export type FigureRow = {
  votes: number;
  approved: number;
  denied: number;
  fast: number;
  shared: number;
  apart: number;
  caught: number;
  missed: number;
  p10: number | null;
  p50: number | null;
  p90: number | null;
};
