import { command } from "@/lib/audit/command";
import { denyCheckpointOp } from "./contract";
import { castVote, eventOf, move, readyToDecide, voterFacts } from "./decide-checkpoint";
import { readRow } from "./rows";
import { showCheckpoint } from "./show-checkpoint";

/** One denial denies: disagreement is never outvoted. */
export const denyCheckpoint = command(denyCheckpointOp, async (ctx, { id, digest, reason, note }) => {
  const ready = await readyToDecide(ctx, id, digest);
  await castVote(ctx, ready, "deny", { reason, note });
  await move(ctx, ready.row, "denied", reason, ready.now);
  return {
    result: async (after) => showCheckpoint(after, await readRow(after, id)),
    event: eventOf(ready.row, "checkpoint.denied", { verdict: "deny", digest, reason, note, ...voterFacts(ready) }),
  };
});
