/** Who could vote in an organisation, as things stand now, by the database's clock. */
import { z } from "zod";
import type { Actor, Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { knownRoles } from "@/lib/identity/rules";
import { can } from "@/lib/shared/permissions";
import { type Electorate, type Voter, voterById } from "./electorate";

const Time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const Roles = z.array(z.string()).transform(knownRoles);
const Read = z.object({
  at: Time,
  people: z.array(
    z.object({
      ...{ id: z.string(), name: z.string(), roles: Roles },
      ...{ teams: z.array(z.string()), units: z.array(z.string()), passkey: z.boolean() },
    }),
  ),
  keys: z.array(z.object({ id: z.string(), name: z.string(), roles: Roles, makerId: z.string().nullable() })),
  away: z.array(z.object({ userId: z.string(), until: Time, delegateId: z.string().nullable() })),
});

/** Active people and keys in force whose roles let them decide at all, and who is away now. */
export async function votersOf(ctx: Ctx, at?: Date): Promise<Electorate> {
  const [row] = await ctx.db.$queryRaw<{ read: unknown }[]>(votersSql(ctx, at ?? ctx.now));
  const read = Read.parse(row?.read);
  return {
    at: read.at,
    active: new Set(read.people.map(({ id }) => id)),
    people: byId(read.people),
    keys: byId(read.keys),
    away: new Map(read.away.map(({ userId, until, delegateId }) => [userId, { until, delegateId }])),
  };
}

/** One statement: a decision waits for it under the request's lock. */
const votersSql = ({ orgId }: Ctx, at: Date | null): Prisma.Sql => Prisma.sql`
  WITH moment AS (SELECT coalesce(${at}::timestamptz, date_trunc('milliseconds', clock_timestamp())) AS "at")
  SELECT jsonb_build_object(
    'at', "at",
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', u."id", 'name', u."name", 'roles', u."roles", 'units', u."units",
        'teams', ARRAY(SELECT m."teamId" FROM "TeamMember" m WHERE m."userId" = u."id" AND m."orgId" = u."orgId"),
        'passkey', EXISTS (SELECT FROM "Passkey" p WHERE p."userId" = u."id" AND p."orgId" = u."orgId")
      ) ORDER BY u."name", u."id"), '[]') FROM "User" u WHERE u."orgId" = ${orgId} AND u."status" = 'active'),
    'keys', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', k."id", 'name', k."name", 'roles', ARRAY[k."role"],
        'makerId', k."createdById") ORDER BY k."name", k."id"), '[]') FROM "ApiKey" k
      WHERE k."orgId" = ${orgId} AND k."revokedAt" IS NULL AND (k."expiresAt" IS NULL OR k."expiresAt" > "at")),
    'away', (SELECT coalesce(jsonb_agg(jsonb_build_object('userId', a."userId", 'until', a."until", 'delegateId', a."delegateId")),
        '[]') FROM "Absence" a WHERE a."orgId" = ${orgId} AND a."from" <= "at" AND a."until" > "at")
  ) AS "read" FROM moment`;

/** A role without the permission could belong to a stage and never decide, so it does not count. */
function byId<Each extends { id: string; roles: ReturnType<typeof knownRoles> }>(all: Each[]): Map<string, Each> {
  return new Map(all.filter(({ roles }) => can(roles, "checkpoint:decide")).map((each) => [each.id, each]));
}

export const voterOf = (actor: Actor, voters: Electorate): Voter | null =>
  actor.kind === "user" || actor.kind === "apiKey" ? voterById(voters, actor.id) : null;
