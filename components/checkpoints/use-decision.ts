"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  approveCheckpointOp,
  type Checkpoint,
  countCheckpointsOp,
  denyCheckpointOp,
  getCheckpointOp,
  listCheckpointsOp,
} from "@/lib/checkpoints/contract";
import { call } from "@/lib/client/call";
import { optionsFor } from "@/lib/client/query-options";

type Decision = { verdict: "approve" | "deny"; reason: string };

/** Posts the digest that was shown, and shows nothing as decided before the server says so. */
export function useDecision({ id, digest }: Pick<Checkpoint, "id" | "digest">) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ verdict, reason }: Decision) =>
      verdict === "approve"
        ? call(approveCheckpointOp, { id, digest, reason: reason || null })
        : call(denyCheckpointOp, { id, digest, reason }),
    onSuccess: (request) => queries.setQueryData(optionsFor(getCheckpointOp, { id }).queryKey, request),
    // Also after a refusal: what is on the page is then older than what is there.
    onSettled: () =>
      Promise.all(
        [getCheckpointOp, listCheckpointsOp, countCheckpointsOp].map((op) =>
          queries.invalidateQueries({ queryKey: [op.id] }),
        ),
      ),
  });
}
