import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { getAgentStageOp } from "./contract";
import { withEvidence } from "./evidence";
import { readFacts } from "./facts";
import { stageOf } from "./rules";

export const getAgentStage = query(getAgentStageOp, async (ctx, { id }) => {
  const now = await databaseNow(ctx.db);
  const { agents } = await readFacts(ctx, now, id);
  const [facts] = agents;
  if (!facts) throw notFound("agent");
  const stage = stageOf(facts);
  const [requirements, kept] = await Promise.all([
    withEvidence(ctx, facts, stage.requirements),
    ctx.db.agentMaturity.findUnique({
      where: { orgId_agentId: { orgId: ctx.orgId, agentId: id } },
      select: { since: true },
    }),
  ]);
  return { ...stage, requirements, asOf: now.toISOString(), unchangedSince: kept?.since.toISOString() ?? null };
});
