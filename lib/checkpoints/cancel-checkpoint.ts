import { command } from "@/lib/audit/command";
import { storable } from "@/lib/audit/record";
import { notFound, Refusal } from "@/lib/shared/errors";
import { eventOf, move } from "./decide-checkpoint";
import { cancelCheckpointOp } from "./point-contract";
import { stateOf } from "./read-checkpoint";
import { lockCheckpoint, readRow } from "./rows";

export const cancelCheckpoint = command(cancelCheckpointOp, async (ctx, { id, reason: given }) => {
  const row = await lockCheckpoint(ctx, id);
  if (row.pepId !== ctx.actor.id) throw notFound("checkpoint request");
  // The agent's side hears how it ended, not who ended it.
  if (row.status !== "pending") throw new Refusal("already_decided", `It is ${row.status} already.`);
  const reason = storable(given);
  await move(ctx, row, "cancelled", reason, ctx.now);
  return { result: stateOf(await readRow(ctx, id)), event: eventOf(row, "checkpoint.cancelled", { reason }) };
});
