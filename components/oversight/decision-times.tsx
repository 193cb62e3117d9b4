"use client";

import { ChartFrame, ChartTable } from "@/components/charts/chart-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-number";
import type { Bucket } from "@/lib/oversight/contract";
import { bucketWords } from "./oversight-words";

/** How many votes took how long: a bar for each bucket, with its count beside it. */
export function DecisionTimes({ buckets }: { buckets: readonly Bucket[] }) {
  const most = Math.max(0, ...buckets.map(({ approved, denied }) => approved + denied));
  if (most === 0) return <EmptyState title="No votes yet">Their times stand here once people have decided.</EmptyState>;
  const rows = buckets.map((each) => [bucketWords(each), formatCount(each.approved), formatCount(each.denied)]);
  return (
    <ChartFrame
      title="Votes by time"
      chart={
        <ul className="space-y-1.5" aria-label="Votes by time">
          {buckets.map((each) => (
            <Row key={each.from} bucket={each} most={most} />
          ))}
        </ul>
      }
      table={<ChartTable caption="Votes by time" head={["Time", "Approved", "Denied"]} rows={rows} />}
    />
  );
}

function Row({ bucket, most }: { bucket: Bucket; most: number }) {
  const { approved, denied } = bucket;
  const width = (count: number) => ({ width: `${(count / most) * 100}%` });
  return (
    <li className="grid grid-cols-[7.5rem_minmax(0,1fr)_9rem] items-center gap-3 text-xs max-sm:grid-cols-[6.5rem_minmax(0,1fr)]">
      <span className="text-muted">{bucketWords(bucket)}</span>
      <span aria-hidden="true" className="flex h-4 gap-px">
        <span className="bg-allow" style={width(approved)} />
        <span className="bg-deny" style={width(denied)} />
      </span>
      <span className="text-muted tabular-nums max-sm:col-start-2">
        {formatCount(approved)} approved, {formatCount(denied)} denied
      </span>
    </li>
  );
}
