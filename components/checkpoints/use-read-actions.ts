"use client";

import { useQueries } from "@tanstack/react-query";
import { type CheckpointSummary, getCheckpointOp } from "@/lib/checkpoints/contract";
import { call } from "@/lib/client/call";
import { readingOf } from "./argument-parts";
import { disagreements, readAction } from "./read-action";
import { sha256 } from "./use-digest-check";

/** The arguments from the action's own bytes; `why` says why it cannot be approved beside others, null when it can. */
export type ReadRow = { args: unknown; why: string | null };

/** Reads the requests whole, so that what is confirmed together was in sight, from the bytes under each digest. */
export function useReadActions(rows: readonly CheckpointSummary[], approving: boolean): ReadRow[] {
  const answers = useQueries({
    queries: rows.map(({ id, digest }) => ({
      queryKey: ["read action", id, digest],
      queryFn: () => read(id, digest),
    })),
  });
  return answers.map(({ data, error }) => {
    if (data) return approving ? data : { ...data, why: null };
    return { args: undefined, why: error ? "It could not be read just now." : "Being read." };
  });
}

async function read(id: string, digest: string): Promise<ReadRow> {
  const request = await call(getCheckpointOp, { id });
  const action = readAction(request.action);
  if (!action.ok) return { args: undefined, why: `It cannot be shown: ${action.why}.` };
  const args: unknown = action.action.arguments;
  const found = await sha256(request.action);
  const differs = request.digest !== digest || (found !== null && found !== digest);
  if (differs || disagreements(action.action, request).length > 0)
    return { args, why: "What is shown is not what was chosen." };
  if (request.cannotDecide) return { args, why: request.cannotDecide };
  if (!readingOf(args).complete) return { args, why: "It is too long to be read here. Open it by itself." };
  return { args, why: null };
}
