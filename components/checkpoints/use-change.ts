"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Checkpoint, countCheckpointsOp, getCheckpointOp, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { changeArgumentsOp } from "@/lib/checkpoints/decisions-contract";
import { call } from "@/lib/client/call";
import { optionsFor } from "@/lib/client/query-options";

/** Posts the digest that was shown, like a decision: what it changes is what the person saw. */
export function useChange({ id, digest }: Pick<Checkpoint, "id" | "digest">, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (next: { arguments: string | null; reason: string | null }) =>
      call(changeArgumentsOp, { id, digest, ...next }),
    onSuccess: (request) => {
      queries.setQueryData(optionsFor(getCheckpointOp, { id }).queryKey, request);
      done();
    },
    onSettled: () =>
      Promise.all(
        [getCheckpointOp, listCheckpointsOp, countCheckpointsOp].map((op) =>
          queries.invalidateQueries({ queryKey: [op.id] }),
        ),
      ),
  });
}
