/** For other domains: the stage of every agent of the organisation, or of some, from what is stored now. */
import type { Ctx } from "@/lib/db/ctx";
import type { AgentStage } from "./contract";
import { readFacts } from "./facts";
import { stageOf } from "./rules";

export async function readStages(ctx: Ctx, now: Date, only?: readonly string[]): Promise<AgentStage[]> {
  const { agents } = await readFacts(ctx, now, only);
  return agents.map(stageOf);
}
