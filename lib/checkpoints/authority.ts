/**
 * Who may decide which open requests, for many requests at once. Open requests fall into few classes in which everybody's
 * authority is the same: equal stages at an equal step, equal exclusions, an equal home of the agent, equal approvals so far. The
 * rules are asked once for each class, in code; SQL only finds the requests of the classes, so that a list can never disagree
 * with what a decision would be told.
 */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { teamKey } from "@/lib/identity/rules";
import { Excluded, subjectOf } from "./asking";
import { type Electorate, everyVoter, type RecordedVote, recordedVoter, type Voter } from "./electorate";
import { StandsFor, stagesAtStep, teamsByKey } from "./rows";
import { cannotDecide, type Stage, type Subject } from "./rules";

export type AuthorityClass = {
  key: string;
  stages: Stage[];
  agent: Subject;
  votes: RecordedVote[];
  open: number;
};

/** How many of a request's escalation steps have come. */
const step = Prisma.sql`(SELECT count(*) FROM unnest(c."escalatesAt") s WHERE s <= clock_timestamp())::int`;
/** Approvals so far with those they stand in for, as JSON in the order in which they were given. */
const votes = Prisma.sql`CASE WHEN c."approvedBy" = '{}' THEN '[]' ELSE (
  SELECT jsonb_agg(jsonb_build_object('userId', d."userId", 'standsFor', d."standsFor") ORDER BY d."at", d."userId")
  FROM "CheckpointDecision" d WHERE d."checkpointId" = c."id" AND d."verdict" = 'approve'
    AND d."digest" = coalesce(c."changedDigest", c."digest")) END`;

/** The class of a request, as text. In the query the request is `c` and its agent, which may be gone, is `a`. */
const classKey = Prisma.sql`md5(concat_ws('|', c."authorityKey", ${step}, c."excluded", coalesce(a."ownerId", ''),
  coalesce(a."backupOwnerId", ''), coalesce(a."team", ''), ${votes}))`;

/** Requests as the inbox asks for them; those whose time is up wait for nobody, whether or not the sweep has been. */
export const fromOpen = (ctx: Ctx): Prisma.Sql => Prisma.sql`
  FROM "Checkpoint" c LEFT JOIN "Agent" a ON a."id" = c."agentId" AND a."orgId" = c."orgId"
  WHERE c."orgId" = ${ctx.orgId} AND c."status" = 'pending' AND c."expiresAt" > clock_timestamp()`;

export const inClasses = (classes: readonly AuthorityClass[]): Prisma.Sql =>
  Prisma.sql`(${classKey}) = ANY(${classes.map(({ key }) => key)})`;

type Found = { key: string; open: number; step: number; stages: unknown; excluded: unknown; votes: unknown } & {
  ownerId: string | null;
  backupOwnerId: string | null;
  team: string | null;
};

export async function openClasses(ctx: Ctx): Promise<AuthorityClass[]> {
  const [rows, teams] = await Promise.all([
    ctx.db.$queryRaw<Found[]>(Prisma.sql`
      WITH classes AS (
        SELECT ${classKey} AS "key", count(*)::int AS "open", min(c."id") AS "example" ${fromOpen(ctx)} GROUP BY 1
      )
      SELECT k."key", k."open", ${step} AS "step", c."stages", c."excluded", ${votes} AS "votes",
        a."ownerId", a."backupOwnerId", a."team"
      FROM classes k JOIN "Checkpoint" c ON c."id" = k."example"
        LEFT JOIN "Agent" a ON a."id" = c."agentId" AND a."orgId" = c."orgId"`),
    teamsByKey(ctx),
  ]);
  return rows.map((row) => {
    const teamId = row.team === null ? null : (teams.get(teamKey(row.team)) ?? null);
    const { ownerId, backupOwnerId } = row;
    return {
      key: row.key,
      open: row.open,
      stages: stagesAtStep(row.stages, row.step),
      agent: subjectOf({ ownerId, backupOwnerId, teamId }, Excluded.parse(row.excluded)),
      votes: Votes.parse(row.votes),
    };
  });
}

const Votes = z.array(z.object({ userId: z.string(), standsFor: StandsFor }));

/** The classes that this voter could decide now: the very rule that a decision is held to. */
export const decidableBy = (
  voter: Voter | null,
  classes: readonly AuthorityClass[],
  all: Electorate,
): AuthorityClass[] =>
  classes.filter(({ stages, agent, votes: cast }) => {
    const approvers = cast.flatMap((vote) => recordedVoter(all, vote) ?? []);
    return cannotDecide(voter, stages, approvers, agent) === null;
  });

/** Somebody and those who share a team or a role with them: whose work a colleague may have to know of. */
export function teamOf(me: Voter, all: Electorate): Voter[] {
  const person = all.people.get(me.personId);
  const roles = new Set([...(person?.roles ?? []), ...me.duties.flatMap((duty) => duty.roles)]);
  const teams = new Set(person?.teams);
  return everyVoter(all).filter((voter) => {
    const other = all.people.get(voter.id);
    const held = other?.roles ?? all.keys.get(voter.id)?.roles ?? [];
    return (
      voter.id === me.id || held.some((role) => roles.has(role)) || (other?.teams ?? []).some((id) => teams.has(id))
    );
  });
}
