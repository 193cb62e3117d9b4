/** How much of what a pack would hold. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { endedRequest, ofAgents, type PackScope, stopOf } from "./scope";

export type Contents = {
  calls: number;
  lost: number;
  unmediated: number;
  receipts: number;
  undecided: number;
  entries: number;
  stops: number;
  certificates: number;
  versions: number;
};

/** Calls by what was counted as they came in; a period begins and ends with a day, so it is what lies between. */
export async function countContents({ db, orgId }: Ctx, scope: PackScope): Promise<Contents> {
  const { from, cut } = scope;
  const rows = await db.$queryRaw<Contents[]>(Prisma.sql`
    SELECT
      (SELECT coalesce(sum("calls"), 0)::float8 FROM "ActivityDay" e
        WHERE "orgId" = ${orgId} AND "from" >= ${from} AND "from" < ${cut} ${ofAgents(scope, Prisma.sql`e."agentId"`)}) AS "calls",
      (SELECT coalesce(sum("lost"), 0)::float8 FROM "ActivityGap"
        WHERE "orgId" = ${orgId} AND "receivedAt" >= ${from} AND "receivedAt" < ${cut}) AS "lost",
      (SELECT count(*)::int FROM "ReportedCall" e WHERE "orgId" = ${orgId} AND "receivedAt" >= ${from} AND "receivedAt" < ${cut}
        AND "mediation" IN ('waiting', 'unmediated') ${ofAgents(scope, Prisma.sql`e."agentId"`)}) AS "unmediated",
      (SELECT count(*)::int FROM "Checkpoint" c WHERE c."orgId" = ${orgId} AND ${endedRequest(scope)}) AS "receipts",
      (SELECT count(*)::int FROM "Checkpoint" c WHERE c."orgId" = ${orgId} AND c."createdAt" >= ${from} AND c."createdAt" < ${cut}
        AND c."status" IN ('pending', 'approved') ${ofAgents(scope, Prisma.sql`c."agentId"`)}) AS "undecided",
      (SELECT count(*)::int FROM "AuditEntry" WHERE "orgId" = ${orgId} AND "at" >= ${from} AND "at" < ${cut}) AS "entries",
      (SELECT count(*)::int FROM "StopOrder" o WHERE o."orgId" = ${orgId} AND ${stopOf(scope)}) AS "stops",
      (SELECT count(*)::int FROM "StopCertificate" s JOIN "StopOrder" o ON o."id" = s."orderId" AND o."orgId" = s."orgId"
        WHERE s."orgId" = ${orgId} AND s."issuedAt" < ${cut} AND ${stopOf(scope)}) AS "certificates",
      (SELECT count(*)::int FROM "PolicyVersion" WHERE "orgId" = ${orgId} AND "createdAt" < ${cut}) AS "versions"`);
  const row = rows[0];
  if (!row) throw new Error("the contents of a pack could not be counted");
  return row;
}
