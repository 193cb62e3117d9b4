import type { z } from "zod";
import { query } from "@/lib/audit/query";
import { notFound } from "@/lib/shared/errors";
import type { CheckpointState } from "@/sdk/wire/protocol";
import { readCheckpointOp } from "./point-contract";
import { questionsToAgent } from "./remarks";
import { type Row, readRow, signedGrantOf } from "./rows";

export const readCheckpoint = query(readCheckpointOp, async (ctx, { id }) => {
  const row = await readRow(ctx, id);
  if (row.pepId !== ctx.actor.id) throw notFound("checkpoint request");
  const state = stateOf(row);
  // Only to callers that said so: others take a state with a member that they do not know for unreadable.
  const asked = row.status === "pending" && row.accepts.includes("questions");
  return asked ? { ...state, questions: await questionsToAgent(ctx, row) } : state;
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
