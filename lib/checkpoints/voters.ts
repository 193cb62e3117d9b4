/** Who could vote in an organisation, as things stand now, by the database's clock. */
import { type Actor, type Ctx, databaseNow } from "@/lib/db/ctx";
import { apiKeyInForce, knownRoles } from "@/lib/identity/rules";
import { can } from "@/lib/shared/permissions";
import { type Electorate, type Voter, voterById } from "./electorate";

/** Active people and keys in force whose roles let them decide at all, and who is away now. */
export async function votersOf(ctx: Ctx, at?: Date): Promise<Electorate> {
  const now = at ?? ctx.now ?? (await databaseNow(ctx.db));
  const [people, keys, absences] = await Promise.all([
    ctx.db.user.findMany({
      where: { orgId: ctx.orgId, status: "active" },
      select: {
        id: true,
        name: true,
        roles: true,
        teams: { select: { teamId: true } },
        passkeys: { select: { id: true }, take: 1 },
      },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
    ctx.db.apiKey.findMany({
      where: { orgId: ctx.orgId, revokedAt: null },
      select: { id: true, name: true, role: true, createdById: true, expiresAt: true, revokedAt: true },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
    ctx.db.absence.findMany({
      where: { orgId: ctx.orgId, from: { lte: now }, until: { gt: now } },
      select: { userId: true, until: true, delegateId: true },
    }),
  ]);
  const active = new Set(people.map(({ id }) => id));
  return {
    at: now,
    active,
    people: byId(
      people.map(({ id, name, roles, teams, passkeys }) => ({
        id,
        name,
        roles: knownRoles(roles),
        teams: teams.map(({ teamId }) => teamId),
        passkey: passkeys.length > 0,
      })),
    ),
    keys: byId(
      keys
        .filter((key) => apiKeyInForce(key, now))
        .map(({ id, name, role, createdById }) => ({ id, name, roles: knownRoles([role]), makerId: createdById })),
    ),
    away: new Map(absences.map(({ userId, until, delegateId }) => [userId, { until, delegateId }])),
  };
}

/** A role without the permission could belong to a stage and never decide, so it does not count. */
function byId<Each extends { id: string; roles: ReturnType<typeof knownRoles> }>(all: Each[]): Map<string, Each> {
  return new Map(all.filter(({ roles }) => can(roles, "checkpoint:decide")).map((each) => [each.id, each]));
}

export const voterOf = (actor: Actor, voters: Electorate): Voter | null =>
  actor.kind === "user" || actor.kind === "apiKey" ? voterById(voters, actor.id) : null;
