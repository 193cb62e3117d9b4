/** What an agent may use by the policies in force, and what of it it does use. Reads other domains; changes nothing there. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { literalsOf, samplesFor } from "@/lib/policy/call-samples";
import { currentPolicySet } from "@/lib/policy/current-policy-set";
import { decide, loadBundle } from "@/sdk/decide";
import type { BundleContent } from "@/sdk/wire/bundle";
import type { PermittedTool } from "./contract";

/** So many of the agent's newest calls are looked through, however many there are: the page must not wait for millions. */
const MOST_CALLS = 100_000;

type Permitted = Pick<PermittedTool, "tool" | "operationClass" | "effect">;
export type Use = { tools: PermittedTool[]; revision: number | null; since: string };

export async function permittedTools(ctx: Ctx, agentId: string, now: Date, days: number): Promise<Use> {
  const inForce = await currentPolicySet(ctx);
  const { used, since } = await usedTools(ctx, agentId, new Date(now.getTime() - days * 86_400_000));
  const permitted = inForce ? permittedBy(inForce.content, agentId, now) : [];
  const tools = permitted.map((tool) => {
    const use = used.get(tool.tool);
    return { ...tool, calls: use?.calls ?? 0, lastCalledAt: use?.lastAt.toISOString() ?? null };
  });
  return { tools, revision: inForce?.revision ?? null, since: since.toISOString() };
}

/**
 * A tool counts as permitted when any call of it would be allowed, or held for people: as it stands, and at each value that a
 * condition names. Suspended agents are asked about as if they were not: what they may do again once released is the question.
 */
export function permittedBy(content: BundleContent, agentId: string, now: Date): Permitted[] {
  const agent = content.agents.find(({ id }) => id === agentId);
  if (!agent) return [];
  const set = loadBundle({ ...content, agents: [{ ...agent, status: "active" }] }, 0);
  const literals = literalsOf(content.policies);
  return content.tools.flatMap((tool) => {
    const effects = samplesFor(tool, literals, []).map(
      (sample) => decide(set, { agentId, tool: tool.id, arguments: sample }, { now: now.getTime() }).effect,
    );
    const effect = effects.includes("allow") ? "allow" : effects.includes("hold") ? "hold" : null;
    return effect ? [{ tool: tool.id, operationClass: tool.operationClass, effect }] : [];
  });
}

type UseRow = { tool: string; calls: number; lastAt: Date };

async function usedTools(ctx: Ctx, agentId: string, from: Date) {
  const bound = await ctx.db.activityEvent.findFirst({
    where: { orgId: ctx.orgId, agentId, receivedAt: { gte: from } },
    orderBy: { receivedAt: "desc" },
    skip: MOST_CALLS,
    select: { receivedAt: true },
  });
  const since = bound?.receivedAt ?? from;
  const rows = await ctx.db.$queryRaw<UseRow[]>(Prisma.sql`
    SELECT "tool", count(*)::int AS "calls", max("receivedAt") AS "lastAt" FROM "ActivityEvent"
    WHERE "orgId" = ${ctx.orgId} AND "agentId" = ${agentId} AND "receivedAt" > ${since} GROUP BY "tool"`);
  return { used: new Map(rows.map((row) => [row.tool, row])), since };
}
