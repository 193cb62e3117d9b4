/**
 * Private to this folder: calls that others than points tell of, as one table `e` beside the decision `d` that was found for some. What
 * a file says of a decision is in the row itself.
 */
import { Prisma } from "@/lib/db/generated/client";

export type Told = "telemetry" | "import";

/** `listed`: shown by lists that ask for no source, because no other row is the same call. */
const tables: Record<Told, Prisma.Sql> = {
  telemetry: Prisma.sql`
    SELECT 'telemetry'::text AS "source", r."orgId", r."id", r."at", r."receivedAt", NULL::timestamptz AS "importedAt", NULL::text AS "file",
      r."reporterId", r."reporterName", r."agentId", r."agentName", r."tool", NULL::text AS "operationClass", NULL::text AS "effect",
      NULL::text AS "code", NULL::text AS "reason", '{}'::text[] AS "policies", '{}'::text[] AS "chain", r."onBehalfOf", r."traceId",
      r."outcome", r."durationMs", r."error", r."argumentsDigest", r."argumentsText", r."mediation", r."decisionId",
      r."mediation" IN ('waiting', 'unmediated') AS "listed"
    FROM "ReportedCall" r`,
  import: Prisma.sql`
    SELECT 'import'::text AS "source", i."orgId", i."id", i."at", i."at" AS "receivedAt", i."importedAt", i."file",
      i."importedById" AS "reporterId", i."importedByName" AS "reporterName", i."agentId", i."agentName", i."tool", i."operationClass", i."effect",
      i."code", i."reason", i."policies", i."chain", i."onBehalfOf", i."traceId",
      i."outcome", i."durationMs", i."error", i."argumentsDigest", i."argumentsText", NULL::text AS "mediation",
      NULL::text AS "decisionId", true AS "listed"
    FROM "ImportedCall" i`,
};

export const toldCalls = (sources: readonly Told[]): Prisma.Sql =>
  Prisma.sql`(${Prisma.join(
    sources.map((source) => tables[source]),
    " UNION ALL ",
  )})`;

/** In telemetry's own place of a reason stands what is known of the decision. */
export const toldReason = Prisma.sql`
  CASE WHEN e."source" = 'import' THEN e."reason"
    WHEN e."mediation" = 'waiting' THEN 'Telemetry reports this call. The decision about it is still looked for.'
    WHEN e."mediation" = 'unmediated' THEN 'Telemetry reports this call, and no enforcement point decided it.'
    WHEN e."mediation" = 'part' THEN 'Telemetry reports this call as a part of another one.'
    ELSE d."reason" END`;

/** The decisions that were found for calls of telemetry, as `d`. */
export const withDecision = Prisma.sql`
  LEFT JOIN "CallById" d ON e."mediation" = 'decided' AND d."orgId" = e."orgId" AND d."id" = e."decisionId"`;
