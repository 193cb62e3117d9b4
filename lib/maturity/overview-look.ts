/** Private to this folder: the part of the dashboard that takes all agents to work out, and the worker's last look at it. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { isShown } from "@/lib/shared/look";
import { type AgentStage, Overview } from "./contract";
import { type Fleet, readFacts } from "./facts";
import { countStages, organisationOf } from "./organisation-rules";
import { readCallFigures } from "./overview-figures";
import type { AgentFacts } from "./requirements";
import { stageOf } from "./rules";

const Wide = Overview.pick({
  asOf: true,
  stage: true,
  score: true,
  measured: true,
  required: true,
  why: true,
  next: true,
  agents: true,
  points: true,
  calls24h: true,
});
export type Wide = ReturnType<typeof Wide.parse>;

/** As it is now, or as the worker saw it last where that takes long. */
export async function readWide(ctx: Ctx, now: Date): Promise<Wide> {
  const run = await ctx.db.maturityRun.findUnique({ where: { orgId: ctx.orgId } });
  if (run?.overview && isShown(run, now)) return Wide.parse(run.overview);
  const { agents, fleet } = await readFacts(ctx, now);
  return wideOf(ctx, now, { agents, fleet, stages: agents.map(stageOf) });
}

type Read = { agents: readonly AgentFacts[]; fleet: Fleet; stages: AgentStage[] };

export async function wideOf(ctx: Ctx, now: Date, { agents, fleet, stages }: Read): Promise<Wide> {
  const active = agents.filter(({ status }) => status === "active");
  return {
    asOf: now.toISOString(),
    ...organisationOf(stages),
    agents: {
      total: agents.length,
      active: active.length,
      stopped: agents.length - active.length,
      unowned: active.filter(({ owner }) => owner === null).length,
      ...countStages(stages),
    },
    points: {
      total: fleet.points.length,
      connected: fleet.points.filter(({ connected }) => connected).length,
      current: fleet.points.filter(({ behind }) => !behind).length,
    },
    calls24h: await readCallFigures(ctx, now),
  };
}

/** How long the look took, by which the next one is put off, and what the dashboard shows of it where that was long. */
export const keepLook = (tx: TxCtx, tookMs: number, overview: Wide | null) =>
  tx.db.maturityRun.update({
    where: { orgId: tx.orgId },
    // Without one, an earlier look must not pass for this one.
    data: { tookMs, overview: overview ?? Prisma.DbNull },
    select: { orgId: true },
  });
