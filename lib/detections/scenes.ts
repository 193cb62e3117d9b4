/** Private to this folder: the hours of agents with all that is needed to judge them. */
import type { Ctx } from "@/lib/db/ctx";
import { baselinesFor } from "./baselines";
import type { AgentFacts, Range, Scene } from "./detection";
import { byAgent, DAY_MS, HOUR_MS, lastDays, readHours, startOf } from "./hours";

/** Agents that detections are not about: the canary of the drills exists to be stopped. */
export async function excludedAgents({ db, orgId }: Ctx): Promise<Set<string>> {
  const plan = await db.drillPlan.findUnique({ where: { orgId }, select: { canaryId: true } });
  return new Set(plan ? [plan.canaryId] : []);
}

export async function readAgents({ db, orgId }: Ctx, ids: readonly string[]): Promise<Map<string, AgentFacts>> {
  const rows = await db.agent.findMany({
    where: { orgId, id: { in: [...ids] } },
    select: { id: true, name: true, createdAt: true, dataClasses: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Scenes of one day for these agents; the range lies within it, but for the hour before its first. */
export async function scenesOf(ctx: Ctx, agentIds: readonly string[], { from, to }: Range): Promise<Scene[]> {
  const day = startOf(from, DAY_MS);
  const [agents, hours, baselines, last] = [
    await readAgents(ctx, agentIds),
    byAgent(await readHours(ctx, agentIds, { from: new Date(from.getTime() - HOUR_MS), to })),
    await baselinesFor(ctx, agentIds, day),
    await lastDays(ctx, agentIds, day),
  ];
  return agentIds.flatMap((id) => {
    const agent = agents.get(id);
    if (!agent) return [];
    return (hours.get(id) ?? []).flatMap((hour, place, all): Scene[] => {
      if (hour.from.getTime() < from.getTime()) return [];
      const prior = all[place - 1];
      const before = prior && hour.from.getTime() - prior.from.getTime() === HOUR_MS ? prior : null;
      return [{ agent, hour, before, baseline: baselines.get(id) ?? null, lastDay: last.get(id) ?? null }];
    });
  });
}
