"use client";

import { useMemo } from "react";
import { DecisionsChart } from "@/components/charts/decisions-chart";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { plural } from "@/components/ui/format-number";
import { formatDuration } from "@/components/ui/format-time";
import { Skeleton } from "@/components/ui/skeleton";
import type { CallCounts } from "@/lib/activity/explorer-contract";
import type { problemOf } from "@/lib/client/problem-of";
import { basisWords } from "./call-facets";

type CallHistogramProps = {
  counts: CallCounts | undefined;
  /** They are of what was asked before. */
  old: boolean;
  problem: ReturnType<typeof problemOf>;
  retry: () => void;
  narrow: (from: Date, to: Date) => void;
};

/** How many calls there were and when; what the numbers rest on stands beside them. */
export function CallHistogram({ counts, old, problem, retry, narrow }: CallHistogramProps) {
  const drawn = useMemo(() => counts && prepared(counts), [counts]);
  if (problem) {
    return (
      <ErrorState title={problem.title} requestId={problem.requestId} retry={retry}>
        {problem.detail}
      </ErrorState>
    );
  }
  if (!counts || !drawn) return <Skeleton className="mb-4 h-[13.75rem]" />;
  const { total, histogram } = counts;
  const same = JSON.stringify(total.basis) === JSON.stringify(histogram.basis);
  return (
    <div aria-busy={old} className={cn("mb-4", old && "opacity-50")}>
      <DecisionsChart
        {...drawn}
        title={`${plural(total.calls, "call")}, in steps of ${stepOf(histogram)}`}
        narrow={narrow}
      />
      <p className="mt-1 text-faint text-xs">
        {basisWords(total.basis)}
        {same ? null : ` The chart: ${basisWords(histogram.basis)}`}
      </p>
    </div>
  );
}

const stepOf = ({ bucketSeconds }: CallCounts["histogram"]): string => formatDuration(bucketSeconds * 1000);

const prepared = ({ histogram }: CallCounts) => ({
  buckets: histogram.buckets.map(({ from, none, ...counts }) => ({ at: from, unknown: none, ...counts })),
  range: { from: histogram.from, to: histogram.to, stepMs: histogram.bucketSeconds * 1000 },
});
