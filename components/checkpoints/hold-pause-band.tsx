"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import { listHoldPausesOp } from "@/lib/checkpoints/flood-contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { ResumeHolds } from "./resume-holds";

const live = { audit: [listHoldPausesOp.id] };

/** Says that an agent asked people too often, and lets its owners and security resume it; nothing while it does not. */
export function HoldPauseBand({ agentId, name, mayResume }: { agentId: string; name: string; mayResume: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listHoldPausesOp, { agentId }));
  useLive(live);
  const pause = data.items.find(({ resumedAt }) => resumedAt === null);
  if (!pause) return null;
  return (
    <Callout
      tone="hold"
      className="mb-6"
      title="Its held calls are paused"
      action={mayResume ? <ResumeHolds agentId={agentId} name={name} /> : null}
    >
      It opened {pause.opened} requests within {Math.round(pause.withinSeconds / 60)} minutes (
      <Time at={pause.pausedAt} />
      ). New calls that need people are refused; what policy allows goes on, and what was asked before still waits.
    </Callout>
  );
}
