"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { listHoldPausesOp, resumeHoldsOp } from "@/lib/checkpoints/flood-contract";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";

/** Lets an agent that asked too often ask people again, with a reason. */
export function ResumeHolds({ agentId, name }: { agentId: string; name: string }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const resume = useMutation({
    mutationFn: (reason: string) => call(resumeHoldsOp, { id: agentId, reason }),
    onSuccess: () => setOpen(false),
    onSettled: () => queries.invalidateQueries({ queryKey: [listHoldPausesOp.id] }),
  });
  return (
    <ConfirmDanger
      trigger={
        <Button size="sm" aria-label={`Resume held calls of ${name}…`}>
          Resume…
        </Button>
      }
      open={open}
      onOpenChange={(next) => {
        if (next) resume.reset();
        setOpen(next);
      }}
      title={`Resume held calls of ${name}?`}
      stops="People are asked about its held calls again, from now on. Should it ask as often again, it is paused again."
      act="Resume"
      busy={resume.isPending}
      problem={problemOf(resume.error)}
      onConfirm={({ reason }) => resume.mutate(reason)}
    />
  );
}
