import { several } from "@/lib/audit/several";
import { oneByOne } from "@/lib/changes/one-by-one";
import { editFor } from "./bulk-edit";
import { editAgent } from "./edit-agent";
import { editAgentsOp } from "./edit-contract";
import { getAgent } from "./get-agent";

/** Each by the edit of one agent, in a transaction of its own: what waits or is refused changes nothing of that agent. */
export const editAgents = several(editAgentsOp, async (ctx, { agents, change, reason }) => ({
  results: await oneByOne(agents, async ({ id, version }) => {
    const before = await getAgent(ctx, { id });
    const after = await editAgent(ctx, { id, version, reason, ...editFor(before, change) });
    return after.version === before.version ? "same" : "done";
  }),
}));
