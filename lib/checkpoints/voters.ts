/** Who could vote in an organisation, as things stand now. */
import type { Actor, Ctx } from "@/lib/db/ctx";
import { Role } from "@/lib/shared/permissions";
import type { Voter } from "./rules";

/** Active people and API keys in force, by id. */
export async function votersOf(ctx: Ctx): Promise<Map<string, Voter>> {
  const [people, keys] = await Promise.all([
    ctx.db.user.findMany({
      where: { orgId: ctx.orgId, status: "active" },
      select: { id: true, name: true, roles: true },
    }),
    ctx.db.apiKey.findMany({
      where: {
        orgId: ctx.orgId,
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now ?? new Date() } }],
      },
      select: { id: true, name: true, role: true },
    }),
  ]);
  const voters = [
    ...people.map(({ id, name, roles }) => ({ id, name, roles: known(roles) })),
    ...keys.map(({ id, name, role }) => ({ id, name: `API key ${name}`, roles: known([role]) })),
  ];
  return new Map(voters.map((voter) => [voter.id, voter]));
}

const known = (roles: string[]): Role[] => roles.flatMap((role) => Role.safeParse(role).data ?? []);

export const voterOf = (actor: Actor, voters: ReadonlyMap<string, Voter>): Voter | null =>
  actor.kind === "user" || actor.kind === "apiKey" ? (voters.get(actor.id) ?? null) : null;
