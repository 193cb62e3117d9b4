import { command } from "@/lib/audit/command";
import { retireAgentOp } from "@/lib/inventory/contract";
import { getAgent } from "@/lib/inventory/get-agent";
import { changeStatus, changes } from "./stop-agent";

/** Retiring stops an agent as a kill does, and for good; that is why it stands here and not with the inventory's edits. */
export const retireAgent = command(retireAgentOp, async (ctx, { id, reason }) => {
  const { event } = await changeStatus(ctx, id, reason, changes.retire);
  return { result: await getAgent(ctx, { id }), event };
});
