/** Private to this folder: scopes as people name them, and the agents behind them. */
import type { Ctx } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { RevokedScope } from "@/sdk/wire/protocol";
import type { StopScope } from "./stop-contract";

export type NamedScope = {
  scope: StopScope;
  title: string;
  /** What has to be typed before an order is given. */
  confirm: string;
  /** For what changes agents' status: the agents. */
  agentIds: string[] | null;
};

/** Finds what the scope is about; refuses an agent or a person that is not here. */
export async function nameScope(ctx: Ctx, scope: StopScope): Promise<NamedScope> {
  switch (scope.kind) {
    case "agent": {
      const agent = await agentOf(ctx, scope.agentId);
      return { scope, title: agent.name, confirm: agent.name, agentIds: [agent.id] };
    }
    case "owner":
      return nameOwner(ctx, scope.owner);
    case "provider":
      return { scope, title: `Provider ${scope.provider}`, confirm: scope.provider, agentIds: null };
    case "server":
      return { scope, title: `Server ${scope.server}`, confirm: scope.server, agentIds: null };
    case "tool":
      return { scope, title: `Tool ${scope.tool}`, confirm: scope.tool, agentIds: null };
    case "credential":
      return { scope, title: `Credential ${scope.credential}`, confirm: scope.credential, agentIds: null };
    case "delegation": {
      const [from, to] = [await agentOf(ctx, scope.from), await agentOf(ctx, scope.to)];
      const title = `Delegation from ${from.name} to ${to.name}`;
      return { scope, title, confirm: `${from.name}:${to.name}`, agentIds: null };
    }
    case "everything":
      return { scope, title: "Everything", confirm: "everything", agentIds: null };
  }
}

export const asRevocation = (scope: StopScope): RevokedScope | null => RevokedScope.safeParse(scope).data ?? null;

async function nameOwner(ctx: Ctx, owner: string): Promise<NamedScope> {
  const person = await ctx.db.user.findFirst({
    where: { orgId: ctx.orgId, OR: [{ id: owner }, { email: { equals: owner, mode: "insensitive" } }] },
    select: { id: true, name: true, email: true },
  });
  if (!person) throw notFound("person");
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, ownerId: person.id },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return {
    scope: { kind: "owner", owner: person.id },
    title: `Agents of ${person.name}`,
    confirm: person.email,
    agentIds: agents.map(({ id }) => id),
  };
}

async function agentOf(ctx: Ctx, id: string): Promise<{ id: string; name: string }> {
  const agent = await ctx.db.agent.findUnique({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    select: { id: true, name: true },
  });
  if (!agent) throw notFound("agent");
  return agent;
}
