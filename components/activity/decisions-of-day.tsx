"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { DecisionsChart } from "@/components/charts/decisions-chart";
import { Callout } from "@/components/ui/callout";
import { plural } from "@/components/ui/format-number";
import { formatDuration } from "@/components/ui/format-time";
import { summariseCallsOp } from "@/lib/activity/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { dayOf } from "./decisions-day";

const live = { activity: [summariseCallsOp.id] };

/** What was decided in the last day, of one agent or of all; what points say they lost is told beside it. */
export function DecisionsOfDay({ agentId }: { agentId?: string }) {
  const { data } = useSuspenseQuery(optionsFor(summariseCallsOp, dayOf(agentId)));
  useLive(live, { everyMs: 5_000 });
  const buckets = useMemo(() => data.buckets.map(({ from, ...counts }) => ({ at: from, ...counts })), [data]);
  const range = useMemo(
    () => ({ from: data.buckets[0]?.from ?? data.asOf, to: data.asOf, stepMs: data.bucketSeconds * 1000 }),
    [data],
  );
  return (
    <>
      <DecisionsChart
        title={`In steps of ${formatDuration(data.bucketSeconds * 1000)}`}
        buckets={buckets}
        range={range}
      />
      {data.gaps > 0 ? (
        <Callout tone="unknown" title={`${plural(data.gaps, "event")} lost`} className="mt-3">
          Enforcement points said that they could not report {data.gaps === 1 ? "it" : "them"}. These are missing in
          every figure of this time.
        </Callout>
      ) : null}
    </>
  );
}
