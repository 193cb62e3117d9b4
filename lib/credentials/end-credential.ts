/** Private to this folder: a credential ends once, with what shows it. */
import type { TxCtx } from "@/lib/db/ctx";
import { getAgent } from "@/lib/inventory/get-agent";
import { Refusal } from "@/lib/shared/errors";
import { loadCredential } from "./rows";
import { refuseOthers } from "./whose";

export async function endCredential(
  ctx: TxCtx,
  operation: string,
  { id, how, proof }: { id: string; how: "rotated" | "revoked"; proof: string },
) {
  const before = await loadCredential(ctx, id, ctx.now);
  const agent = await getAgent(ctx, { id: before.agent.id });
  refuseOthers(ctx, agent, operation);
  const { count } = await ctx.db.agentCredential.updateMany({
    where: { id, orgId: ctx.orgId, endedAt: null },
    data: {
      endedAt: ctx.now,
      endedHow: how,
      endedProof: proof,
      endedById: ctx.actor.id,
      endedByName: ctx.actor.name,
    },
  });
  if (count === 0) throw new Refusal("conflict", `${before.name} has ended already; its record says how.`);
  return { before, agent, target: { kind: "agent", id: agent.id, name: agent.name } as const };
}
