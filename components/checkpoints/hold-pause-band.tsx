"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { Time } from "@/components/ui/time";
import { listHoldPausesOp, resumeHoldsOp } from "@/lib/checkpoints/flood-contract";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";

const live = { audit: [listHoldPausesOp.id] };

/** Says that an agent asked people too often, and lets its owners and security resume it; nothing while it does not. */
export function HoldPauseBand({ agentId, name, mayResume }: { agentId: string; name: string; mayResume: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listHoldPausesOp, { agentId }));
  useLive(live);
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const resume = useMutation({
    mutationFn: (reason: string) => call(resumeHoldsOp, { id: agentId, reason }),
    onSuccess: () => setOpen(false),
    onSettled: () => queries.invalidateQueries({ queryKey: [listHoldPausesOp.id] }),
  });
  const pause = data.items.find(({ resumedAt }) => resumedAt === null);
  if (!pause) return null;
  return (
    <Callout
      tone="hold"
      className="mb-6"
      title="Its held calls are paused"
      action={
        mayResume ? (
          <ConfirmDanger
            trigger={<Button size="sm">Resume…</Button>}
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
        ) : null
      }
    >
      It opened {pause.opened} requests within {Math.round(pause.withinSeconds / 60)} minutes (
      <Time at={pause.pausedAt} />
      ). New calls that need people are refused; what policy allows goes on, and what was asked before still waits.
    </Callout>
  );
}
