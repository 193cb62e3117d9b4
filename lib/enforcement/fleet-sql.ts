/** The fleet as one relation: each point with its state, its strength beside what its agents demand, and what is wrong with it. */
import { Prisma } from "@/lib/db/generated/client";
import { reachedPoints } from "@/lib/policy/tracks";
import {
  DRIFT_SECONDS,
  kindsOf,
  LEASE_EVERY_SECONDS,
  LEASE_SECONDS,
  POINT_FRESH_SECONDS,
  SENSITIVE_CLASSES,
  SKEW_NOTICED_MS,
} from "./rules";

const textArray = (words: readonly string[]) => Prisma.sql`ARRAY[${Prisma.join([...words])}]::text[]`;

/**
 * Common table expressions that end in `fleet`. One pass over points and agents each, so that it costs the same whatever the
 * points are asked for; `lib/enforcement/rules.ts` says the same of one point, and a test holds the two together.
 */
export function fleetOf(orgId: string, now: Date): Prisma.Sql {
  return Prisma.sql`
    desired AS (
      SELECT "revision", "createdAt" FROM "Bundle" WHERE "orgId" = ${orgId} AND "rollOutId" IS NULL
      ORDER BY "revision" DESC LIMIT 1
    ),
    ${reachedPoints(orgId)},
    need AS MATERIALIZED (
      SELECT "id", CASE WHEN "riskTier" = 'critical' OR "dataClasses" && ${textArray(SENSITIVE_CLASSES)} THEN 3
        WHEN "riskTier" = 'high' THEN 2 ELSE 1 END AS "rank"
      FROM "Agent" WHERE "orgId" = ${orgId} AND "status" <> 'retired'
    ),
    scoped AS (
      SELECT p."id", max(need."rank") AS "rank"
      FROM "Pep" p CROSS JOIN LATERAL unnest(p."agents") AS u("agentId") JOIN need ON need."id" = u."agentId"
      WHERE p."orgId" = ${orgId} GROUP BY p."id"
    ),
    losses AS (
      SELECT "pepId", least(sum("lost"), 2000000000)::int AS "lost" FROM "ActivityGap"
      WHERE "orgId" = ${orgId} AND "receivedAt" > ${now}::timestamptz - interval '1 day' GROUP BY "pepId"
    ),
    standing AS (
      SELECT p.*, coalesce(h."revision", d."revision") AS "desiredRevision", coalesce(h."toldAt", d."createdAt") AS "publishedAt",
        extract(epoch FROM ${now}::timestamptz - p."lastSeenAt") AS "silence",
        CASE WHEN p."kind" = ANY(${textArray(kindsOf("mandatory"))}) THEN 3
          WHEN p."kind" = ANY(${textArray(kindsOf("mediated"))}) THEN 2 ELSE 1 END AS "strength",
        CASE WHEN cardinality(p."agents") = 0 THEN coalesce((SELECT max("rank") FROM need), 1)
          ELSE coalesce(s."rank", 1) END AS "demanded",
        coalesce(l."lost", 0) AS "lost",
        c."conformant", c."passed", c."failed", c."skipped", c."kit", c."receivedAt" AS "checkedAt"
      FROM "Pep" p LEFT JOIN desired d ON true LEFT JOIN reached h ON h."pepId" = p."id" LEFT JOIN scoped s ON s."id" = p."id"
        LEFT JOIN losses l ON l."pepId" = p."id"
        LEFT JOIN "Scorecard" c ON c."orgId" = p."orgId" AND c."pepId" = p."id"
      WHERE p."orgId" = ${orgId}
    ),
    known AS (
      SELECT *, CASE WHEN "revokedAt" IS NOT NULL THEN 'revoked'
        WHEN "lastSeenAt" IS NULL THEN 'never_connected'
        WHEN "connected" AND "silence" <= ${POINT_FRESH_SECONDS} THEN 'connected'
        WHEN "silence" <= ${LEASE_SECONDS + LEASE_EVERY_SECONDS} THEN 'stale' ELSE 'unreachable' END AS "state"
      FROM standing
    ),
    fleet AS (
      SELECT *,
        "state" <> 'revoked' AND "strength" < "demanded" AS "weak",
        "state" = 'connected' AND "desiredRevision" IS NOT NULL AND "revision" <> "desiredRevision"
          AND greatest("publishedAt", "enrolledAt") < ${now}::timestamptz - make_interval(secs => ${DRIFT_SECONDS}) AS "drifting",
        "state" <> 'revoked' AND ("gaps" > 0 OR "lost" > 0) AS "gappy",
        "state" <> 'revoked' AND abs(coalesce("skewMs", 0)::bigint) > ${SKEW_NOTICED_MS} AS "skewed",
        "state" <> 'revoked' AND "conformant" IS FALSE AS "nonconformant"
      FROM known
    )`;
}
