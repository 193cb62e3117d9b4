/** Private to this folder: what tells agents from one another, and what they delegate, for one agent, some or all. */
import { heldCredentials } from "@/lib/credentials/held-credentials";
import type { Ctx } from "@/lib/db/ctx";
import type { AgentFacts, IdentityFacts } from "./requirements";

type Through = { id: string; name: string; agents: readonly string[] };

/** By agent: gives what is known of its identity from the points through which its calls came. */
export async function readIdentityFacts(
  ctx: Ctx,
  now: Date,
  points: readonly Through[],
  ids?: readonly string[],
): Promise<(agentId: string, through: readonly string[]) => IdentityFacts> {
  const credentials = await heldCredentials(ctx, now, ids);
  const recordedOf = new Map<string, IdentityFacts["recorded"][number][]>();
  for (const { agent, name, system, state } of credentials) {
    recordedOf.set(agent.id, [...(recordedOf.get(agent.id) ?? []), { name: `${name} for ${system}`, state }]);
  }
  const byId = new Map(points.map((point) => [point.id, point]));
  return (agentId, through) => {
    const used = through.flatMap((id) => byId.get(id) ?? []);
    const speaksForIt = ({ agents }: Through) => agents.length === 1 && agents[0] === agentId;
    return {
      own: used.filter(speaksForIt).map(({ name }) => name),
      open: used.filter((point) => !speaksForIt(point)).map(({ name }) => name),
      recorded: recordedOf.get(agentId) ?? [],
    };
  };
}

/** By agent: its delegations that are signed or wait, in either direction. */
export async function readDelegationFacts(
  ctx: Ctx,
  now: Date,
  ids?: readonly string[],
): Promise<(agentId: string) => AgentFacts["delegations"]> {
  const among = ids && { in: [...ids] };
  const rows = await ctx.db.delegation.findMany({
    where: {
      orgId: ctx.orgId,
      status: { in: ["requested", "signed"] },
      until: { gt: now },
      ...(among ? { OR: [{ fromId: among }, { toId: among }] } : {}),
    },
    select: { fromId: true, toId: true, status: true },
    orderBy: { id: "asc" },
  });
  const sides = rows.flatMap(({ fromId, toId }) => [fromId, toId]);
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: [...new Set(sides)] } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(agents.map(({ id, name }) => [id, name]));
  const factsOf = new Map<string, { waiting: string[]; signed: number }>();
  for (const { fromId, toId, status } of rows) {
    for (const id of [fromId, toId]) {
      const facts = factsOf.get(id) ?? { waiting: [], signed: 0 };
      factsOf.set(id, facts);
      if (status === "signed") facts.signed += 1;
      else facts.waiting.push(`${nameOf.get(fromId) ?? fromId} through ${nameOf.get(toId) ?? toId}`);
    }
  }
  return (agentId) => factsOf.get(agentId) ?? { waiting: [], signed: 0 };
}
