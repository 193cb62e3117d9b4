import type { z } from "zod";
import { command, type Step } from "@/lib/audit/command";
import { storable } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { notFound, Refusal } from "@/lib/shared/errors";
import { eventOf, move } from "./decide-checkpoint";
import { cancelCheckpointOp } from "./point-contract";
import { stateOf } from "./read-checkpoint";
import { lockCheckpoint, readRow } from "./rows";

type State = z.input<typeof cancelCheckpointOp.output>;

export const cancelCheckpoint = command(cancelCheckpointOp, (ctx, { id, reason }) => cancelOwn(ctx, id, reason));

/** For whoever opened it, and nobody else. */
export async function cancelOwn(ctx: TxCtx, id: string, given: string): Promise<Step<State>> {
  const row = await lockCheckpoint(ctx, id);
  if (row.pepId !== ctx.actor.id) throw notFound("checkpoint request");
  // The agent's side hears how it ended, not who ended it.
  if (row.status !== "pending") throw new Refusal("already_decided", `It is ${row.status} already.`);
  const reason = storable(given);
  await move(ctx, row, "cancelled", reason, ctx.now);
  return { result: stateOf(await readRow(ctx, id)), event: eventOf(row, "checkpoint.cancelled", { reason }) };
}
