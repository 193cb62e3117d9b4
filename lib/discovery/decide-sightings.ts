import { several } from "@/lib/audit/several";
import { oneByOne } from "@/lib/changes/one-by-one";
import type { Ctx } from "@/lib/db/ctx";
import { confirmSighting } from "./confirm-sighting";
import { type Decision, decideSightingsOp } from "./contract";
import { getSighting } from "./get-sighting";
import { mergeSighting } from "./merge-sighting";
import { rejectSighting } from "./reject-sighting";

/** Each by the verb for one, with what that checks; one that is refused does not undo the others. */
export const decideSightings = several(decideSightingsOp, async (ctx, { ids, decision }) => ({
  results: await oneByOne(
    [...new Set(ids)].map((id) => ({ id })),
    ({ id }) => decideOne(ctx, id, decision),
  ),
}));

async function decideOne(ctx: Ctx, id: string, decision: Decision): Promise<"done"> {
  if (decision.act === "reject") await rejectSighting(ctx, { id, reason: decision.reason, days: decision.days });
  else if (decision.act === "merge")
    await mergeSighting(ctx, { id, agentId: decision.agentId, reason: decision.reason });
  else {
    const { suggested } = await getSighting(ctx, { id });
    const { ownerId, team } = decision;
    const purpose = "Not said yet: it was confirmed together with others.";
    await confirmSighting(ctx, { id, ...suggested, purpose, ownerId, team });
  }
  return "done";
}
