"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { countCheckpointsOp, getCheckpointOp, listCheckpointsOp } from "@/lib/checkpoints/contract";
import {
  claimCheckpointOp,
  handOverCheckpointOp,
  snoozeCheckpointOp,
  unclaimCheckpointOp,
} from "@/lib/checkpoints/inbox-contract";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";

export type ShareOut =
  | { act: "claim" | "unclaim" }
  | { act: "snooze"; until: string | null }
  | { act: "handOver"; to: string; note: string | null };

/** Claiming, putting aside and handing over. None of it decides; a refusal is said where it can be read. */
export function useShareOut(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (what: ShareOut) => {
      if (what.act === "snooze") return call(snoozeCheckpointOp, { id, until: what.until });
      if (what.act === "handOver") return call(handOverCheckpointOp, { id, to: what.to, note: what.note });
      return call(what.act === "claim" ? claimCheckpointOp : unclaimCheckpointOp, { id });
    },
    onError: (error) => toast.error(problemOf(error)?.detail ?? "The console did not answer. Nothing was changed."),
    onSettled: () =>
      Promise.all(
        [getCheckpointOp, listCheckpointsOp, countCheckpointsOp].map((op) =>
          queries.invalidateQueries({ queryKey: [op.id] }),
        ),
      ),
  });
}
