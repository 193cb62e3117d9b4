import { command } from "@/lib/audit/command";
import { rejectSightingOp } from "./contract";
import { keepDecision, undecided } from "./decide";
import { loadSighting, targetOf } from "./rows";

const DAY_MS = 86_400_000;

/** A stopped agent that its calls are kept under stays stopped: nothing is let through by calling it none. */
export const rejectSighting = command(rejectSightingOp, async (ctx, { id, reason, days }) => {
  const row = await undecided(ctx, id, ["waiting"]);
  const rejectedUntil = new Date(ctx.now.getTime() + days * DAY_MS);
  await keepDecision(ctx, row, { state: "rejected", agentId: row.agentId, reason, rejectedUntil });
  return {
    result: await loadSighting(ctx, id),
    event: {
      action: "sighting.rejected",
      target: targetOf(row),
      detail: { source: row.source, key: row.key, until: rejectedUntil.toISOString(), why: reason },
    },
  };
});
