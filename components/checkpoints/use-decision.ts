"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { askPasskey } from "@/components/identity/use-passkey";
import {
  approveCheckpointOp,
  beginApprovalOp,
  type Checkpoint,
  countCheckpointsOp,
  denyCheckpointOp,
  getCheckpointOp,
  listCheckpointsOp,
} from "@/lib/checkpoints/contract";
import type { StandingTerms } from "@/lib/checkpoints/standing-contract";
import { call } from "@/lib/client/call";
import { optionsFor } from "@/lib/client/query-options";

/** The reason goes to the agent, the note to the record alone. */
type Words = { reason: string | null; note: string | null };

/** Where the rule asks for it, the passkey signs for this request before the approval is sent. */
async function approve(
  { id, digest, stepUp }: Pick<Checkpoint, "id" | "digest" | "stepUp">,
  words: Words,
  standing: StandingTerms | null,
) {
  if (!stepUp) return call(approveCheckpointOp, { id, digest, ...words, standing });
  const { stepUpId, options } = await call(beginApprovalOp, { id, digest });
  const answer = await askPasskey(options);
  return call(approveCheckpointOp, { id, digest, ...words, stepUp: { id: stepUpId, answer } });
}

type Decision = { verdict: "approve" | "deny"; reason: string; note: string; standing?: StandingTerms | null };

/** Posts the digest that was shown, and shows nothing as decided before the server says so. */
export function useDecision(request: Pick<Checkpoint, "id" | "digest" | "stepUp">) {
  const { id, digest } = request;
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ verdict, reason, note, standing = null }: Decision) =>
      verdict === "approve"
        ? approve(request, { reason: reason || null, note: note || null }, standing)
        : call(denyCheckpointOp, { id, digest, reason, note: note || null }),
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
