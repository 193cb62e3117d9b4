import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { eventOf, move } from "./decide-checkpoint";
import { cancelCheckpointOp } from "./point-contract";
import { stateOf } from "./read-checkpoint";
import { lockCheckpoint, readRow } from "./rows";
import { closedSentence } from "./show-checkpoint";

export const cancelCheckpoint = command(cancelCheckpointOp, async (ctx, { id, reason }) => {
  const row = await lockCheckpoint(ctx, id);
  if (row.pepId !== ctx.actor.id) throw notFound("checkpoint request");
  if (row.status !== "pending") throw new Refusal("already_decided", closedSentence(row, ctx.now));
  await move(ctx, row, "cancelled", reason, ctx.now);
  return { result: stateOf(await readRow(ctx, id)), event: eventOf(row, "checkpoint.cancelled", { reason }) };
});
