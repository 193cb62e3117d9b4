import { several } from "@/lib/audit/several";
import type { Ctx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { confirmSighting } from "./confirm-sighting";
import { type Decision, decideSightingsOp, type Sighting } from "./contract";
import { getSighting } from "./get-sighting";
import { mergeSighting } from "./merge-sighting";
import { rejectSighting } from "./reject-sighting";

/** Each by the verb for one, with what that checks; one that is refused does not undo the others. */
export const decideSightings = several(decideSightingsOp, async (ctx, { ids, decision }) => {
  const items = [];
  for (const id of new Set(ids)) {
    try {
      const { agent } = await decideOne(ctx, id, decision);
      items.push({ id, done: true, agentId: agent?.id ?? null, why: null });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === "internal") throw error;
      items.push({ id, done: false, agentId: null, why: error.message });
    }
  }
  return { items };
});

async function decideOne(ctx: Ctx, id: string, decision: Decision): Promise<Sighting> {
  if (decision.act === "reject") return rejectSighting(ctx, { id, reason: decision.reason, days: decision.days });
  if (decision.act === "merge") return mergeSighting(ctx, { id, agentId: decision.agentId, reason: decision.reason });
  const { suggested } = await getSighting(ctx, { id });
  const { ownerId, team } = decision;
  const purpose = "Not said yet: it was confirmed together with others.";
  return confirmSighting(ctx, { id, ...providerOf(suggested), purpose, ownerId, team });
}

/** The contract's own parse refuses what is no provider. */
const providerOf = ({ name, provider, framework }: { name: string; provider: string; framework: string }) => ({
  name,
  framework,
  provider: provider as "other",
});
