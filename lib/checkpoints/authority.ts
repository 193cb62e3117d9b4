/**
 * Who may decide which open requests, for many requests at once. Open requests fall into few classes in which everybody's
 * authority is the same: equal stages at an equal step, equal exclusions, an equal home of the agent, equal approvals so far. The
 * rules are asked once for each class, in code; SQL only finds the requests of the classes, so that a list can never disagree
 * with what a decision would be told.
 */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { teamKey } from "@/lib/identity/rules";
import { Excluded, subjectOf } from "./asking";
import { type Electorate, everyVoter, type RecordedVote, recordedVoter, type Voter } from "./electorate";
import { StandsFor, stagesAtStep, teamsByKey } from "./rows";
import { cannotDecide, type Stage, type Subject } from "./rules";

/** Of an agent that is gone, or whose owner is, the empty text. */
const Key = z.object({
  authority: z.string(),
  step: z.int(),
  ownerId: z.string(),
  backupOwnerId: z.string(),
  team: z.string(),
});

export type AuthorityClass = {
  key: z.output<typeof Key>;
  stages: Stage[];
  agent: Subject;
  votes: RecordedVote[];
  open: number;
};

/** How many of a request's escalation steps have come. */
const step = Prisma.sql`CASE WHEN c."escalatesAt" = '{}' THEN 0
  ELSE (SELECT count(*) FROM unnest(c."escalatesAt") s WHERE s <= statement_timestamp()) END::int`;

/** What makes the class of a request: in the query the request is `c` and its agent, which may be gone, is `a`. */
const classOf = Prisma.sql`c."authorityKey", ${step}, coalesce(a."ownerId", ''), coalesce(a."backupOwnerId", ''),
  coalesce(a."team", '')`;

/** Those whose time is up wait for nobody, whether or not the sweep has been. */
const isOpen = (ctx: Ctx): Prisma.Sql =>
  Prisma.sql`c."orgId" = ${ctx.orgId} AND c."status" = 'pending' AND c."expiresAt" > statement_timestamp()
    AND ${inUnit(ctx, Prisma.sql`c."agentId"`)}`;

/** Requests as the inbox asks for them. */
export const fromOpen = (ctx: Ctx): Prisma.Sql => Prisma.sql`
  FROM "Checkpoint" c LEFT JOIN "Agent" a ON a."id" = c."agentId" AND a."orgId" = c."orgId"
  WHERE ${isOpen(ctx)}`;

/** As one text, so that a list in its own order stops at its last line instead of joining all that is open. */
export const inClasses = (classes: readonly AuthorityClass[]): Prisma.Sql =>
  Prisma.sql`concat_ws('|', ${classOf}) = ANY(${classes.map(({ key }) =>
    [key.authority, key.step, key.ownerId, key.backupOwnerId, key.team].join("|"),
  )})`;

const Asked = z.object({
  stages: z.unknown(),
  excluded: Excluded,
  votes: z.array(z.object({ userId: z.string(), standsFor: StandsFor })),
});
/** `asked` comes once for each authority, which many classes share. */
const Found = z.array(Key.extend({ open: z.int(), asked: Asked.nullable() }));

/**
 * All of it as one document: the driver takes longer over hundreds of rows than the database does. Counted by agent first, in
 * the order of the index, so that neither the join nor a sort goes over all that is open.
 */
async function readClasses(ctx: Ctx): Promise<z.output<typeof Found>> {
  const [row] = await ctx.db.$queryRaw<{ found: unknown }[]>(Prisma.sql`
    WITH groups AS (
      SELECT o."authority", o."agentId", o."step", count(*)::int AS "open", min(o."id") AS "example"
      FROM (
        SELECT c."id", c."authorityKey", c."agentId", ${step} FROM "Checkpoint" c WHERE ${isOpen(ctx)}
      ) o ("id", "authority", "agentId", "step")
      GROUP BY 1, 2, 3
    ), classes AS (
      SELECT g."authority", g."step", coalesce(a."ownerId", '') AS "ownerId", coalesce(a."backupOwnerId", '') AS "backupOwnerId",
        coalesce(a."team", '') AS "team", sum(g."open")::int AS "open", min(g."example") AS "example"
      FROM groups g LEFT JOIN "Agent" a ON a."id" = g."agentId" AND a."orgId" = ${ctx.orgId}
      GROUP BY 1, 2, 3, 4, 5
    )
    SELECT coalesce(jsonb_agg(f), '[]') AS "found" FROM (
      SELECT k."authority", k."step", k."ownerId", k."backupOwnerId", k."team", k."open",
        CASE row_number() OVER (PARTITION BY k."authority") WHEN 1 THEN (
          SELECT jsonb_build_object('stages', c."stages", 'excluded', c."excluded", 'votes', c."approvals")
          FROM "Checkpoint" c WHERE c."id" = k."example") END AS "asked"
      FROM classes k
    ) f`);
  return Found.parse(row?.found);
}

export async function openClasses(ctx: Ctx): Promise<AuthorityClass[]> {
  const [rows, teams] = await Promise.all([readClasses(ctx), teamsByKey(ctx)]);
  const asked = new Map(rows.flatMap((row) => (row.asked ? [[row.authority, row.asked] as const] : [])));
  const read = new Map<string, Stage[]>();
  return rows.flatMap(({ open, asked: _, ...key }) => {
    const of = asked.get(key.authority);
    if (!of) return [];
    const at = `${key.authority} ${key.step}`;
    const stages = read.get(at) ?? stagesAtStep(of.stages, key.step);
    read.set(at, stages);
    const owners = { ownerId: key.ownerId || null, backupOwnerId: key.backupOwnerId || null };
    const agent = subjectOf({ ...owners, ...homeIn(teams, key.team) }, of.excluded);
    return [{ key, open, stages, agent, votes: of.votes }];
  });
}

const homeIn = (teams: ReadonlyMap<string, string>, team: string) => ({
  teamId: teams.get(teamKey(team)) ?? null,
  team: team === "" ? null : teamKey(team),
});

/** The classes that one of these voters could decide now: the very rule that a decision is held to. */
export const decidableBy = (
  voters: readonly (Voter | null)[],
  classes: readonly AuthorityClass[],
  all: Electorate,
): AuthorityClass[] =>
  classes.filter(({ stages, agent, votes: cast }) => {
    const approvers = cast.flatMap((vote) => recordedVoter(all, vote) ?? []);
    return voters.some((voter) => cannotDecide(voter, stages, approvers, agent) === null);
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
