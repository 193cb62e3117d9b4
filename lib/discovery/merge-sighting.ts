import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { retireAgent } from "@/lib/enforcement/retire-agent";
import { getAgent } from "@/lib/inventory/get-agent";
import { Refusal } from "@/lib/shared/errors";
import { mergeSightingOp } from "./contract";
import { keepDecision, undecided } from "./decide";
import { loadSighting, targetOf } from "./rows";

/**
 * Telemetry under this name tells of that agent from now on. What was reported before stays under the agent that it was kept under,
 * which is retired: it is evidence of what was said then, and is not written anew.
 */
export const mergeSighting = command(mergeSightingOp, async (ctx, { id, agentId, reason }) => {
  const row = await undecided(ctx, id, ["waiting", "rejected", "merged"]);
  const agent = await getAgent(ctx, { id: agentId });
  if (agent.status === "retired") throw new Refusal("conflict", `${agent.name} is retired: its record stays as it is.`);
  if (row.agentId === agentId || (await onlySeen(ctx, agentId)))
    throw new Refusal(
      "conflict",
      `${agent.name} is itself only known from being seen. Confirm it first, then merge into it.`,
    );
  // One that was merged wrongly goes elsewhere; where its first calls are does not change by that.
  const former = row.state === "merged" ? row.formerAgentId : row.agentId;
  await keepDecision(ctx, row, { state: "merged", agentId, reason, formerAgentId: former });
  if (former !== null) await retireFormer(ctx, former, `It is ${agent.name}: ${reason}`);
  return {
    result: await loadSighting(ctx, id),
    event: {
      action: "sighting.merged",
      target: targetOf(row),
      detail: { agent: agentId, source: row.source, key: row.key, former, why: reason },
    },
  };
});

const onlySeen = async ({ db, orgId }: TxCtx, agentId: string): Promise<boolean> =>
  (await db.sighting.count({ where: { orgId, agentId, state: { in: ["waiting", "rejected"] } } })) > 0;

async function retireFormer(tx: TxCtx, id: string, reason: string): Promise<void> {
  const former = await tx.db.agent.findUnique({
    where: { id_orgId: { id, orgId: tx.orgId } },
    select: { status: true },
  });
  if (former && former.status !== "retired") await retireAgent(tx, { id, reason: reason.slice(0, 500) });
}
