/** Credentials as the contract shows them, each with the other agents that hold the same one now. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { editorOf } from "@/lib/inventory/agent-owners";
import { notFound } from "@/lib/shared/errors";
import { Credential, type CredentialState } from "./contract";
import { credentialStateOf, rotateByOf } from "./rules";

type Row = {
  id: string;
  agentId: string;
  agentName: string;
  agentStatus: string;
  ownerId: string | null;
  backupOwnerId: string | null;
  kind: string;
  name: string;
  system: string;
  fingerprint: string;
  scope: string;
  expiresAt: Date | null;
  rotateDays: number | null;
  recordedAt: Date;
  recordedByName: string;
  replacesId: string | null;
  endedAt: Date | null;
  endedHow: string | null;
  endedProof: string | null;
  endedByName: string | null;
  sharing: number;
  sharedWith: { id: string; name: string }[];
};

/** Other agents, not retired, that hold the same fingerprint now. One that ended is shared with nobody. */
const others = Prisma.sql`
  FROM "AgentCredential" o JOIN "Agent" oa ON oa."id" = o."agentId" AND oa."orgId" = o."orgId"
  WHERE o."orgId" = c."orgId" AND o."fingerprint" = c."fingerprint" AND o."agentId" <> c."agentId"
    AND o."endedAt" IS NULL AND c."endedAt" IS NULL AND oa."status" <> 'retired'`;

/** The same rule as {@link credentialStateOf}, for filtering. */
const stateIs = (state: CredentialState, now: Date): Prisma.Sql => Prisma.sql`${state} = CASE
  WHEN c."endedAt" IS NOT NULL THEN 'ended'
  WHEN EXISTS (SELECT 1 ${others}) THEN 'shared'
  WHEN c."expiresAt" <= ${now} THEN 'expired'
  WHEN c."recordedAt" + make_interval(days => c."rotateDays") <= ${now} THEN 'due'
  ELSE 'held' END`;

export type Wanted = {
  id?: string;
  agentIds?: readonly string[];
  state?: CredentialState;
  ended: boolean;
  /** Recorded before, or at the same time with a smaller id. */
  after?: { at: Date; id: string };
  limit?: number;
};

/** The newest first. */
export async function readCredentials(ctx: Ctx, wanted: Wanted, now: Date): Promise<Credential[]> {
  const { id, agentIds, state, ended, after, limit } = wanted;
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    SELECT c.*, a."name" AS "agentName", a."status" AS "agentStatus", a."ownerId", a."backupOwnerId",
      (SELECT count(*)::int ${others}) AS "sharing",
      (SELECT coalesce(json_agg(json_build_object('id', o."agentId", 'name', oa."name") ORDER BY oa."name", o."agentId"), '[]')
        ${others} AND ${inUnit(ctx, Prisma.sql`o."agentId"`)}) AS "sharedWith"
    FROM "AgentCredential" c JOIN "Agent" a ON a."id" = c."agentId" AND a."orgId" = c."orgId"
    WHERE c."orgId" = ${ctx.orgId} AND ${inUnit(ctx, Prisma.sql`c."agentId"`)}
      ${id === undefined ? Prisma.empty : Prisma.sql`AND c."id" = ${id}`}
      ${agentIds === undefined ? Prisma.empty : Prisma.sql`AND c."agentId" = ANY(${[...agentIds]}::text[])`}
      ${ended ? Prisma.empty : Prisma.sql`AND c."endedAt" IS NULL AND a."status" <> 'retired'`}
      ${state === undefined ? Prisma.empty : Prisma.sql`AND ${stateIs(state, now)}`}
      ${after === undefined ? Prisma.empty : Prisma.sql`AND (c."recordedAt", c."id") < (${after.at}, ${after.id})`}
    ORDER BY c."recordedAt" DESC, c."id" DESC ${limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${limit}`}`);
  const { personId, roles } = editorOf(ctx);
  const operator = roles.includes("admin") || roles.includes("security");
  return rows.map((row) => {
    const owns = personId !== null && [row.ownerId, row.backupOwnerId].includes(personId);
    return Credential.parse({
      ...row,
      agent: { id: row.agentId, name: row.agentName, status: row.agentStatus },
      expiresAt: row.expiresAt?.toISOString() ?? null,
      rotateBy: rotateByOf(row)?.toISOString() ?? null,
      recordedAt: row.recordedAt.toISOString(),
      state: credentialStateOf(row, now),
      ended: row.endedAt && {
        at: row.endedAt.toISOString(),
        how: row.endedHow,
        proof: row.endedProof,
        byName: row.endedByName,
      },
      yours: row.endedAt === null && (operator || owns),
    });
  });
}

export async function loadCredential(ctx: Ctx, id: string, now: Date): Promise<Credential> {
  const [credential] = await readCredentials(ctx, { id, ended: true }, now);
  if (!credential) throw notFound("credential");
  return credential;
}
