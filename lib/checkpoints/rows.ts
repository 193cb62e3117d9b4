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
import { teamKey } from "@/lib/identity/rules";
import { ApproverGroup } from "@/lib/policy/rule-contract";
import { notFound } from "@/lib/shared/errors";
import { Grant, type SignedGrant } from "@/sdk/wire/action";
import { AskedStage, type Asking, Excluded, stagesAt, subjectOf } from "./asking";
import type { CheckpointSummary, Marks } from "./contract";
import { CheckpointSummary as SummaryShape } from "./contract";
import { type Electorate, recordedVoter, type Voter } from "./electorate";
import { cannotDecide, filledStages, type Stage, type Subject } from "./rules";

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

/** On a row, `step` is the place of the moment in `escalatesAt`: requests of one rule then have equal stages, whenever they came. */
const StoredStage = AskedStage.extend({
  later: z.array(z.object({ step: z.int().positive(), from: z.array(ApproverGroup) })).default([]),
});

export function storedAsking({ stages, expiresAt, timers }: Asking) {
  const escalatesAt = [...new Set(stages.flatMap(({ later }) => later.map(({ at }) => at)))].sort();
  return {
    stages: stages.map(({ title, need, from, later }) => ({
      title,
      need,
      from,
      later: later.map((step) => ({ step: escalatesAt.indexOf(step.at) + 1, from: step.from })),
    })),
    escalatesAt,
    expiresAt,
    timers,
    nextTimerAt: timers[0]?.at ?? null,
  };
}

/** The stages at one step: 0 when it was opened. */
export const stagesAtStep = (stored: unknown, step: number): Stage[] =>
  z
    .array(StoredStage)
    .parse(stored)
    .map(({ title, need, from, later }) => ({
      title,
      need,
      from: [...from, ...later.filter((each) => each.step <= step).flatMap((each) => each.from)],
    }));

export const stagesOf = (row: CheckpointRow): AskedStage[] =>
  z
    .array(StoredStage)
    .parse(row.stages)
    .map((stage) => ({
      ...stage,
      later: stage.later.flatMap(({ step, from }) => {
        const at = row.escalatesAt[step - 1];
        return at ? [{ at: at.toISOString(), from }] : [];
      }),
    }));

/** The stages with every group that is asked by now; of an ended request, that was asked by its end. */
export const stagesNow = (row: CheckpointRow, now: Date): Stage[] => stagesAt(stagesOf(row), row.closedAt ?? now);

/** People whom each vote stood in for, as it was recorded. */
export const StandsFor = z.array(z.object({ id: z.string(), name: z.string() }));

export const recordedOf = (all: Electorate, vote: CheckpointDecision): Voter | null =>
  recordedVoter(all, { userId: vote.userId, standsFor: StandsFor.parse(vote.standsFor) });

/** Those who approved and still could today. */
export const approversOf = (row: Row, all: Electorate): Voter[] =>
  row.decisions.flatMap((vote) =>
    vote.verdict === "approve" && vote.digest === inQuestion(row).digest ? (recordedOf(all, vote) ?? []) : [],
  );

/** Where an agent belongs: what groups are worked out from. */
export type Home = Omit<Subject, "excluded">;
export const nobodys: Home = { ownerId: null, backupOwnerId: null, teamId: null, team: null };

/** Ids of teams by the names that agents name them by. */
export async function teamsByKey(ctx: Ctx): Promise<Map<string, string>> {
  const teams = await ctx.db.team.findMany({ where: { orgId: ctx.orgId }, select: { id: true, key: true } });
  return new Map(teams.map(({ id, key }) => [key, id]));
}

type Homes = {
  agents: { id: string; ownerId: string | null; backupOwnerId: string | null; team: string }[];
  teams: { id: string; key: string }[];
};

/** Agents name their team in words; one statement reads both, as somebody waits for it. */
export async function homesOf(ctx: Ctx, agentIds: readonly string[]): Promise<Map<string, Home>> {
  const [row] = await ctx.db.$queryRaw<Homes[]>(Prisma.sql`
    SELECT
      (SELECT coalesce(json_agg(json_build_object('id', "id", 'ownerId', "ownerId", 'backupOwnerId', "backupOwnerId", 'team', "team")), '[]')
        FROM "Agent" WHERE "orgId" = ${ctx.orgId} AND "id" = ANY(${[...new Set(agentIds)]})) AS "agents",
      (SELECT coalesce(json_agg(json_build_object('id', "id", 'key', "key")), '[]')
        FROM "Team" WHERE "orgId" = ${ctx.orgId}) AS "teams"`);
  const byKey = new Map(row?.teams.map(({ id, key }) => [key, id]));
  const homes = row?.agents.map(({ id, team, ...owners }): [string, Home] => [
    id,
    { ...owners, teamId: byKey.get(teamKey(team)) ?? null, team: teamKey(team) },
  ]);
  return new Map(homes);
}

export const subjectIn = (homes: ReadonlyMap<string, Home>, row: CheckpointRow): Subject =>
  subjectOf(homes.get(row.agentId) ?? nobodys, Excluded.parse(row.excluded));

export const readSubject = async (ctx: Ctx, row: CheckpointRow): Promise<Subject> =>
  subjectIn(await homesOf(ctx, [row.agentId]), row);

export function summaryOf(
  row: Row,
  voters: Electorate,
  me: Voter | null,
  agent: Subject,
  marks: Marks,
  alike = 1,
): CheckpointSummary {
  const stages = stagesNow(row, voters.at);
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
    wasDecoy: row.decoy !== null && row.closedAt !== null,
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
