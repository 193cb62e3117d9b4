/** Teams as the contract shows them, and what their verbs check, here and in lib/guarded. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { teamKey } from "./rules";
import type { Team } from "./team-contract";

export async function readTeams(ctx: Ctx, id?: string): Promise<Team[]> {
  const [rows, agents] = await Promise.all([
    ctx.db.team.findMany({
      where: { orgId: ctx.orgId, ...(id ? { id } : {}) },
      include: {
        members: {
          select: { user: { select: { id: true, name: true, status: true } } },
          orderBy: { user: { name: "asc" } },
        },
      },
      orderBy: { key: "asc" },
    }),
    ctx.db.agent.groupBy({ by: ["team"], where: { orgId: ctx.orgId, retiredAt: null }, _count: true }),
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    demo: row.demo,
    members: row.members.map(({ user }) => ({ id: user.id, name: user.name, active: user.status === "active" })),
    agents: agents.reduce((sum, { team, _count }) => (teamKey(team) === row.key ? sum + _count : sum), 0),
  }));
}

export async function readTeam(ctx: Ctx, id: string): Promise<Team> {
  const [team] = await readTeams(ctx, id);
  if (!team) throw notFound("team");
  return team;
}

/** Refuses members who are not people of this organisation; who was a member before may stay whatever their standing. */
export async function checkMembers(tx: TxCtx, ids: readonly string[], known: readonly string[] = []): Promise<void> {
  const added = [...new Set(ids)].filter((id) => !known.includes(id));
  const found = await tx.db.user.count({ where: { orgId: tx.orgId, id: { in: added }, status: "active" } });
  if (found === added.length) return;
  const message = "A member must be an active person of this organisation.";
  throw new Refusal("invalid_input", message, { invalidParams: [{ path: "memberIds", message }] });
}

export async function refusingTakenName<T>(write: Promise<T>, name: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      throw new Refusal("conflict", `There is a team named ${name} already. Choose another name.`, { cause: error });
    }
    throw error;
  }
}
