import type { z } from "zod";
import { query } from "@/lib/audit/query";
import { notFound } from "@/lib/shared/errors";
import type { CheckpointState } from "@/sdk/wire/protocol";
import { readCheckpointOp } from "./point-contract";
import { type Row, readRow, signedGrantOf } from "./rows";

export const readCheckpoint = query(readCheckpointOp, async (ctx, { id }) => {
  const row = await readRow(ctx, id);
  if (row.pepId !== ctx.actor.id) throw notFound("checkpoint request");
  return stateOf(row);
});

/** What the agent's side is told: the outcome and the reason that a person chose to give, nothing else. */
export function stateOf(row: Row): z.input<typeof CheckpointState> {
  const grant = row.grants[0];
  return {
    checkpointId: row.id,
    status: row.status as z.input<typeof CheckpointState>["status"],
    reason: row.statusReason,
    grant: row.status === "approved" && grant ? signedGrantOf(grant) : null,
    expiresAt: row.expiresAt.toISOString(),
  };
}
