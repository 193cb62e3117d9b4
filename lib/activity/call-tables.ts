/** Private to this folder: calls of points and calls that others tell of, in the same columns. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type Told, toldCalls, toldReason, withDecision } from "./told-calls";

/** `byId`: where the condition names ids, each of which is looked up in its own month. */
type Table = { where: Prisma.Sql; limit: number; mostArguments: number; byId?: boolean };

/** Only the point that reported a call can say how it ended. */
export const decidedCalls = (
  { orgId }: Ctx,
  { where, limit, mostArguments, byId = false }: Table,
): Prisma.Sql => Prisma.sql`
  SELECT 'point' AS "source", NULL AS "mediation", NULL AS "decisionId", NULL::timestamptz AS "importedAt",
    NULL AS "file", e."id", e."at", e."receivedAt", e."pepId",
    coalesce(p."name", k."name") AS "pepName", e."agentId", e."agentName", e."tool", e."operationClass", e."effect", e."code",
    e."enforced", e."reason", e."policies", e."observed", e."revision", e."decisionNs", e."argumentsDigest",
    left(e."argumentsText", ${mostArguments}) AS "argumentsText", length(e."argumentsText") > ${mostArguments} AS "argumentsCut",
    e."onBehalfOf", e."chain", e."checkpointId", e."traceId", o."outcome", o."durationMs", o."error"
  FROM ${Prisma.raw(byId ? '"CallById"' : '"ActivityEvent"')} e
  LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
  LEFT JOIN "Pep" p ON p."id" = e."pepId" AND p."orgId" = e."orgId"
  LEFT JOIN "ApiKey" k ON k."id" = e."pepId" AND k."orgId" = e."orgId"
  WHERE e."orgId" = ${orgId} AND ${where}
  ORDER BY e."receivedAt" DESC, e."id" DESC LIMIT ${limit}`;

/** What telemetry reports with the decision that was found for it, and what files say. */
export const otherCalls = (
  { orgId }: Ctx,
  sources: readonly Told[],
  { where, limit, mostArguments }: Table,
): Prisma.Sql => Prisma.sql`
  SELECT e."source", e."mediation", d."id" AS "decisionId", e."importedAt", e."file", e."id", e."at", e."receivedAt",
    e."reporterId" AS "pepId", e."reporterName" AS "pepName", e."agentId", e."agentName", e."tool",
    coalesce(d."operationClass", e."operationClass") AS "operationClass", coalesce(d."effect", e."effect") AS "effect",
    coalesce(d."code", e."code") AS "code", coalesce(d."enforced", false) AS "enforced", ${toldReason} AS "reason",
    coalesce(d."policies", e."policies") AS "policies", coalesce(d."observed", '{}') AS "observed", d."revision", d."decisionNs",
    e."argumentsDigest", left(e."argumentsText", ${mostArguments}) AS "argumentsText",
    length(e."argumentsText") > ${mostArguments} AS "argumentsCut", e."onBehalfOf", coalesce(d."chain", e."chain") AS "chain",
    NULL AS "checkpointId", e."traceId", e."outcome", e."durationMs", e."error"
  FROM ${toldCalls(sources)} e ${withDecision}
  WHERE e."orgId" = ${orgId} AND ${where}
  ORDER BY e."receivedAt" DESC, e."id" DESC LIMIT ${limit}`;
