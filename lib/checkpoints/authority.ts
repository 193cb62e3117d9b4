/**
 * Who may decide which open requests, for many requests at once. Open requests fall into few classes in which everybody's
 * authority is the same: equal stages, equal owners, equal approvals so far. The rules are asked once for each class, in code;
 * SQL only finds the requests of the classes, so that a list can never disagree with what a decision would be told.
 */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { CheckpointStage } from "@/lib/policy/contract";
import { cannotDecide, type Voter } from "./rules";

export type AuthorityClass = {
  key: string;
  stages: CheckpointStage[];
  agent: { ownerId: string | null; backupOwnerId: string | null };
  approvedBy: string[];
  open: number;
};

/** The class of a request, as text. In the query the request is `c` and its agent, which may be gone, is `a`. */
const classKey = Prisma.sql`c."authorityKey" || '|' || coalesce(a."ownerId", '') || '|' || coalesce(a."backupOwnerId", '')
  || '|' || array_to_string(c."approvedBy", ',')`;

/** Requests as the inbox asks for them; those whose time is up wait for nobody, whether or not the sweep has been. */
export const fromOpen = (ctx: Ctx): Prisma.Sql => Prisma.sql`
  FROM "Checkpoint" c LEFT JOIN "Agent" a ON a."id" = c."agentId" AND a."orgId" = c."orgId"
  WHERE c."orgId" = ${ctx.orgId} AND c."status" = 'pending' AND c."expiresAt" > clock_timestamp()`;

export const inClasses = (classes: readonly AuthorityClass[]): Prisma.Sql =>
  Prisma.sql`(${classKey}) = ANY(${classes.map(({ key }) => key)})`;

export async function openClasses(ctx: Ctx): Promise<AuthorityClass[]> {
  const rows = await ctx.db.$queryRaw<(Omit<AuthorityClass, "stages" | "agent"> & Found)[]>(Prisma.sql`
    WITH classes AS (
      SELECT ${classKey} AS "key", c."authorityKey", a."ownerId", a."backupOwnerId", c."approvedBy",
        count(*)::int AS "open", min(c."id") AS "example"
      ${fromOpen(ctx)} GROUP BY c."authorityKey", a."ownerId", a."backupOwnerId", c."approvedBy"
    )
    SELECT k."key", k."authorityKey", k."ownerId", k."backupOwnerId", k."approvedBy", k."open", x."stages"
    FROM classes k JOIN "Checkpoint" x ON x."id" = k."example"`);
  const read = new Map<string, CheckpointStage[]>();
  return rows.map(({ key, authorityKey, ownerId, backupOwnerId, approvedBy, open, stages }) => {
    const parsed = read.get(authorityKey) ?? z.array(CheckpointStage).parse(stages);
    read.set(authorityKey, parsed);
    return { key, stages: parsed, agent: { ownerId, backupOwnerId }, approvedBy, open };
  });
}

type Found = { authorityKey: string; ownerId: string | null; backupOwnerId: string | null; stages: unknown };

/** The classes that this voter could decide now: the very rule that a decision is held to. */
export const decidableBy = (
  voter: Voter | null,
  classes: readonly AuthorityClass[],
  voters: ReadonlyMap<string, Voter>,
): AuthorityClass[] =>
  classes.filter(({ stages, agent, approvedBy }) => {
    const approvers = approvedBy.flatMap((id) => voters.get(id) ?? []);
    return cannotDecide(voter, stages, approvers, agent) === null;
  });

/** Somebody and those who share a role with them: whose work a colleague may have to know of. */
export const teamOf = (me: Voter, voters: ReadonlyMap<string, Voter>): Voter[] =>
  [...voters.values()].filter(({ id, roles }) => id === me.id || roles.some((role) => me.roles.includes(role)));
