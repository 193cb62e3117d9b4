/** Private to this folder: a checkpoint's row and everything that its page shows. */
import { z } from "zod";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import {
  type CheckpointChange,
  type CheckpointDecision,
  type Checkpoint as CheckpointRow,
  type Grant as GrantRow,
  Prisma,
} from "@/lib/db/generated/client";
import { CheckpointStage } from "@/lib/policy/contract";
import { notFound } from "@/lib/shared/errors";
import { Grant, type SignedGrant } from "@/sdk/wire/action";
import type { CheckpointSummary, Marks } from "./contract";
import { CheckpointSummary as SummaryShape } from "./contract";
import { cannotDecide, filledStages, type Ownership, type Voter } from "./rules";

export type Row = CheckpointRow & { decisions: CheckpointDecision[]; grants: GrantRow[] };
export const withVotes = { decisions: { orderBy: { at: "asc" } }, grants: true } satisfies Prisma.CheckpointInclude;

/** What is decided about: the action as it was held, or with the arguments that people put in place of its own. */
export const inQuestion = (row: CheckpointRow): { action: string; digest: string } => ({
  action: row.changedAction ?? row.action,
  digest: row.changedDigest ?? row.digest,
});

/** The change that is decided about; null while it is what the agent asked for. */
export async function changeOf(ctx: Ctx, row: CheckpointRow): Promise<CheckpointChange | null> {
  if (row.changedDigest === null) return null;
  return ctx.db.checkpointChange.findFirst({
    where: { checkpointId: row.id, orgId: ctx.orgId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
}

/** Locks the row for the rest of the transaction, so that each move sees the one before it. */
export async function lockCheckpoint(tx: TxCtx, id: string): Promise<Row> {
  await tx.db.$queryRaw(Prisma.sql`SELECT 1 FROM "Checkpoint" WHERE "id" = ${id} AND "orgId" = ${tx.orgId} FOR UPDATE`);
  return readRow(tx, id);
}

export async function readRow(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.db.checkpoint.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } }, include: withVotes });
  if (!row) throw notFound("checkpoint request");
  return row;
}

export const stagesOf = (row: CheckpointRow): CheckpointStage[] => z.array(CheckpointStage).parse(row.stages);

/** Those who approved and still could today. */
export const approversOf = (row: Row, voters: ReadonlyMap<string, Voter>): Voter[] =>
  row.decisions.flatMap(({ verdict, userId, digest }) =>
    verdict === "approve" && digest === inQuestion(row).digest ? (voters.get(userId) ?? []) : [],
  );

export async function ownershipOf(ctx: Ctx, agentIds: readonly string[]): Promise<Map<string, Ownership>> {
  const rows = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: [...new Set(agentIds)] } },
    select: { id: true, ownerId: true, backupOwnerId: true },
  });
  return new Map(rows.map(({ id, ...ownership }) => [id, ownership]));
}

export const noOwners: Ownership = { ownerId: null, backupOwnerId: null };

export function summaryOf(
  row: Row,
  voters: ReadonlyMap<string, Voter>,
  me: Voter | null,
  agent: Ownership,
  marks: Marks,
  alike = 1,
): CheckpointSummary {
  const stages = stagesOf(row);
  const approvers = approversOf(row, voters);
  const filled = filledStages(stages, approvers, agent);
  return SummaryShape.parse({
    id: row.id,
    agentId: row.agentId,
    agentName: row.agentName,
    tool: row.tool,
    operationClass: row.operationClass,
    reversibility: row.reversibility,
    riskTier: row.riskTier,
    digest: inQuestion(row).digest,
    status: row.status,
    statusReason: row.statusReason,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    need: stages.reduce((sum, { need }) => sum + need, 0),
    have: filled.reduce((sum, have) => sum + have, 0),
    mine: row.status === "pending" && cannotDecide(me, stages, approvers, agent) === null,
    stepUp: row.stepUp,
    uninspectable: row.uninspectable,
    groupKey: row.groupKey,
    alike,
    marks,
  });
}

/** The signed grant, as points receive it. */
export function signedGrantOf(row: GrantRow): SignedGrant {
  return {
    grant: Grant.parse(JSON.parse(row.body)),
    signature: { keyId: row.signingKeyId, algorithm: "Ed25519", value: row.signature },
  };
}
