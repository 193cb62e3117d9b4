/** What decides whether held actions could still be released: read once, so that many requests are judged by one look. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { standingScopes } from "@/lib/db/standing-scopes";
import { type InForce, policySetOf } from "@/lib/policy/current-policy-set";
import { isReached, readTracks, type Trial } from "@/lib/policy/tracks";
import { decide } from "@/sdk/decide";
import { principalsOf, revokedBy, revokedReason } from "@/sdk/revoked";
import { toolParts } from "@/sdk/tool-name";
import type { Action } from "@/sdk/wire/action";
import type { RevokedScope } from "@/sdk/wire/protocol";

type AgentNow = { id: string; name: string; status: string; provider: string };
type ToolNow = { state: string; pin: string | null };

export type Ground = {
  /** What is published. */
  inForce: InForce | null;
  /** What a roll-out has on trial, for the points that it has reached. */
  trial: (InForce & Pick<Trial, "reached" | "rollOutId">) | null;
  agents: ReadonlyMap<string, AgentNow>;
  tools: ReadonlyMap<string, ToolNow>;
  scopes: readonly RevokedScope[];
  now: number;
};

/** With `only`, of nothing else: a single call is judged without reading the whole inventory. */
export type Concerned = { agents: readonly string[]; tools: readonly string[]; pep?: string };

/** All that an action's release depends on. */
export const concernsOf = ({ agent, chain, tool, pep }: Action): Concerned => ({
  agents: principalsOf({ agentId: agent, chain }),
  tools: [tool],
  pep,
});

export async function readGround(ctx: Ctx, only?: Concerned): Promise<Ground> {
  const { agents, tools, now } = await readInventory(ctx, only);
  const { published, trial } = await readTracks(ctx, only && (only.pep ?? ""));
  const onTrial = trial && (await policySetOf(ctx, trial.revision));
  return {
    inForce: await policySetOf(ctx, published),
    trial: trial && onTrial && { ...onTrial, reached: trial.reached, rollOutId: trial.rollOutId },
    agents: new Map(agents.map((agent) => [agent.id, agent])),
    tools: new Map(tools.map(({ server, name, ...tool }) => [`${server}/${name}`, tool])),
    scopes: await standingScopes(ctx),
    now: now.getTime(),
  };
}

type Inventory = { agents: AgentNow[]; tools: (ToolNow & { server: string; name: string })[]; now: Date };

/** In one statement with the clock: somebody waits for each. */
async function readInventory(ctx: Ctx, only?: Concerned): Promise<Inventory> {
  const parts = only?.tools.map(toolParts) ?? [];
  const [servers, names] = [parts.map(({ server }) => server), parts.map(({ name }) => name)];
  const agents = only ? Prisma.sql`AND "id" = ANY(${only.agents})` : Prisma.empty;
  const tools = only
    ? Prisma.sql`AND ("server", "name") IN (SELECT * FROM unnest(${servers}::text[], ${names}::text[]))`
    : Prisma.empty;
  const [row] = await ctx.db.$queryRaw<Inventory[]>(Prisma.sql`
    SELECT date_trunc('milliseconds', clock_timestamp()) AS "now",
      (SELECT coalesce(json_agg(json_build_object('id', "id", 'name', "name", 'status', "status", 'provider', "provider")), '[]')
        FROM "Agent" WHERE "orgId" = ${ctx.orgId} ${agents}) AS "agents",
      (SELECT coalesce(json_agg(json_build_object('server', "server", 'name', "name", 'state', "state", 'pin', "pin")), '[]')
        FROM "Tool" WHERE "orgId" = ${ctx.orgId} ${tools}) AS "tools"`);
  if (!row) throw new Error("the database answered a question of one row with none");
  return row;
}

/** Null when the action would be released once its rules are met; else why not, in a sentence. */
export function whyNotReleasedOn(ground: Ground, action: Action, rules: readonly string[]): string | null {
  const { trial, now } = ground;
  const inForce = trial && isReached(trial, action.pep) ? trial : ground.inForce;
  if (!inForce) return "No policy is in force.";
  const stopped = whyStoppedOn(ground, action) ?? whyTool(ground, action);
  if (stopped) return stopped;
  const request = {
    agentId: action.agent,
    tool: action.tool,
    arguments: action.arguments,
    chain: action.chain,
    ...(action.onBehalfOf ? { onBehalfOf: action.onBehalfOf } : {}),
  };
  const scope = revokedBy(ground.scopes, request, (id) => ground.agents.get(id)?.provider ?? null);
  if (scope) return revokedReason(scope);
  const lifted = decide(inForce.set, request, { lifted: rules, seenPin: action.pin, now });
  if (lifted.effect === "allow") return null;
  return `By revision ${inForce.revision} it would be ${lifted.effect === "hold" ? "held under other rules" : "denied"}: ${lifted.reason}`;
}

/** Why one of those on whose word the call is made cannot act: the bundle may not say so yet. */
export function whyStoppedOn({ agents }: Pick<Ground, "agents">, { agent, chain }: Pick<Action, "agent" | "chain">) {
  for (const id of principalsOf({ agentId: agent, chain })) {
    const one = agents.get(id);
    if (!one) return id === agent ? "The agent is not registered." : `The agent ${id} of its chain is not registered.`;
    if (one.status !== "active") return `The agent ${one.name} is ${one.status}.`;
  }
  return null;
}

/** Why the tool is not the one that was asked about: its definition may have changed before a bundle could say so. */
function whyTool({ tools }: Ground, { tool, pin }: Action): string | null {
  const now = tools.get(tool);
  if (now?.state !== "approved")
    return `The tool ${tool} is ${now ? `in the state "${now.state}"` : "not registered"}.`;
  return now.pin === pin ? null : `The tool ${tool} is no longer defined as it was when the call was held.`;
}
