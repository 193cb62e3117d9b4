"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import {
  countFindingsOp,
  dismissFindingOp,
  type Finding,
  getFindingOp,
  listFindingsOp,
  reopenFindingOp,
} from "@/lib/findings/contract";

/** Dismissing an open one, opening a closed one: each with a reason that the audit log keeps. */
export function FindingActs({ finding }: { finding: Finding }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const dismisses = finding.status === "open";
  const act = useMutation({
    mutationFn: (reason: string) => call(dismisses ? dismissFindingOp : reopenFindingOp, { id: finding.id, reason }),
    onSuccess: () => setOpen(false),
    // Whatever came of it, what is there now is what should be read next.
    onSettled: () =>
      Promise.all(
        [getFindingOp, listFindingsOp, countFindingsOp].map(({ id }) => queries.invalidateQueries({ queryKey: [id] })),
      ),
  });
  return (
    <ConfirmDanger
      open={open}
      onOpenChange={(next) => {
        if (next) act.reset();
        setOpen(next);
      }}
      trigger={<Button variant="secondary">{dismisses ? "Dismiss" : "Open again"}</Button>}
      title={dismisses ? "Dismiss this finding?" : "Open this finding again?"}
      stops={
        dismisses
          ? "Nothing is mended by it. It stays dismissed while its facts are the same, and opens anew when they change. Your reason is kept."
          : "It counts among the open ones until it is no longer so, or is dismissed again."
      }
      reason="required"
      act={dismisses ? "Dismiss" : "Open again"}
      busy={act.isPending}
      problem={problemOf(act.error)}
      onConfirm={({ reason }) => act.mutate(reason)}
    />
  );
}
