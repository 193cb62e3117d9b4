import { several } from "@/lib/audit/several";
import { oneByOne } from "@/lib/changes/one-by-one";
import type { Ctx } from "@/lib/db/ctx";
import { editAgent } from "@/lib/inventory/edit-agent";
import { getAgent } from "@/lib/inventory/get-agent";
import { notFound, Refusal } from "@/lib/shared/errors";
import { handOverAgentsOp } from "./contract";

export const handOverAgents = several(handOverAgentsOp, async (ctx, { id, to, agentIds, reason }) => {
  await refuseUnknown(ctx, id);
  const items = [...new Set(agentIds)].map((agentId) => ({ id: agentId }));
  return {
    results: await oneByOne(items, async ({ id: agentId }) => {
      const agent = await getAgent(ctx, { id: agentId });
      const change = handedTo(agent, id, to);
      if (change === null) throw new Refusal("conflict", `${agent.name} is not theirs any more. Nothing was changed.`);
      await editAgent(ctx, { id: agentId, version: agent.version, reason, ...change });
      return "done";
    }),
  };
});

async function refuseUnknown(ctx: Ctx, id: string): Promise<void> {
  const found = await ctx.db.user.count({ where: { id, orgId: ctx.orgId } });
  if (found === 0) throw notFound("person");
}

type Owners = { ownerId: string | null; backupOwnerId: string | null };

/** The person's place goes to the other; whoever was its backup owner moves up, and the agent has none. */
export function handedTo({ ownerId, backupOwnerId }: Owners, from: string, to: string): Partial<Owners> | null {
  if (ownerId === from) return backupOwnerId === to ? { ownerId: to, backupOwnerId: null } : { ownerId: to };
  if (backupOwnerId === from) return { backupOwnerId: to };
  return null;
}
