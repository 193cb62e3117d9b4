"use client";

import { useMemo, useState } from "react";
import { Bar, BarChart, ResponsiveContainer } from "recharts";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format-number";
import { plainTime } from "@/components/ui/format-time";
import { effectLook } from "@/components/ui/status";
import { useNow } from "@/components/ui/use-now";
import { ChartFrame, ChartTable } from "./chart-frame";
import {
  type DecisionBucket,
  type DecisionRange,
  type DecisionSeries,
  type PreparedDecisions,
  prepareDecisions,
} from "./prepare-decisions";
import { RangeBrush, stepAt } from "./range-brush";

export type DecisionsChartProps = {
  title: string;
  buckets: readonly DecisionBucket[];
  range: DecisionRange;
  timeZone?: string;
  /** Makes steps choosable, by pointer, by keyboard and from the table: called with the time that they span. */
  narrow?: (from: Date, to: Date) => void;
};

/**
 * What was decided over time: one strip for each decision, each with its own scale. Stacked, the few that were denied would
 * vanish above the many that were allowed, and they are what one looks for.
 */
export function DecisionsChart({ title, buckets, range, timeZone, narrow }: DecisionsChartProps) {
  const prepared = useMemo(() => prepareDecisions(buckets, range), [buckets, range]);
  // Until the reader's clock is known, the times are in UTC, as the server wrote them.
  const zone = useNow(60_000) === null ? (timeZone ?? "UTC") : timeZone;
  const [at, setAt] = useState<number | null>(null);
  const when = at === null ? undefined : prepared.times[at];
  const choose =
    narrow &&
    ((first: number, last: number) => {
      const [from, to] = [prepared.times[first], prepared.times[last]];
      if (from !== undefined && to !== undefined) narrow(new Date(from), new Date(to + range.stepMs));
    });
  const rows = prepared.times.map((time, step) => [
    choose ? (
      <button key={time} type="button" onClick={() => choose(step, step)} className="text-accent hover:underline">
        {plainTime(time, zone)}
      </button>
    ) : (
      plainTime(time, zone)
    ),
    ...prepared.series.map((each) => formatCount(each.counts[step] ?? 0)),
  ]);
  return (
    <ChartFrame
      title={title}
      aside={when === undefined ? undefined : plainTime(when, zone)}
      chart={<Strips prepared={prepared} at={at} setAt={setAt} zone={zone} choose={choose} />}
      table={
        <ChartTable
          caption={title}
          head={["From", ...prepared.series.map((each) => effectLook[each.effect].label)]}
          rows={rows}
        />
      }
    />
  );
}

type StripsProps = {
  prepared: PreparedDecisions;
  at: number | null;
  setAt: (at: number | null) => void;
  zone: string | undefined;
  choose: ((first: number, last: number) => void) | undefined;
};

function Strips({ prepared: { times, series }, at, setAt, zone, choose }: StripsProps) {
  const ends = [times[0], times[times.length >> 1], times.at(-1)];
  return (
    <div className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3">
      <div>
        {series.map((each) => (
          <StripLabel key={each.effect} series={each} at={at} />
        ))}
      </div>
      <div
        className="relative touch-pan-y"
        onPointerMove={(event) => setAt(stepAt(event, times.length))}
        onPointerLeave={() => setAt(null)}
      >
        {series.map((each) => (
          <Strip key={each.effect} series={each} />
        ))}
        {at === null ? null : (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 border-muted border-l"
            style={{ left: `${((at + 0.5) / times.length) * 100}%` }}
          />
        )}
        {choose && times.length > 0 ? (
          <RangeBrush
            count={times.length}
            wordsOf={(step) => wordsOf({ times, series }, step, zone)}
            point={setAt}
            choose={choose}
          />
        ) : null}
      </div>
      <p aria-hidden="true" className="col-start-2 flex justify-between gap-2 pt-1 text-2xs text-faint tabular-nums">
        {ends.map((time, index) =>
          time === undefined ? null : (
            <span key={time} className={cn(index === 1 && "max-sm:hidden")}>
              {plainTime(time, zone)}
            </span>
          ),
        )}
      </p>
    </div>
  );
}

/** A step in words, as the table has it. */
function wordsOf({ times, series }: PreparedDecisions, step: number, zone: string | undefined): string {
  const counts = series.map(({ effect, counts }) => `${effectLook[effect].label} ${formatCount(counts[step] ?? 0)}`);
  return `${plainTime(times[step] ?? 0, zone)}: ${counts.join(", ")}`;
}

const ink = { allow: "text-allow", hold: "text-hold", deny: "text-deny", unknown: "text-unknown" } as const;

/** The label stands where a legend would have to be looked up; under the pointer it counts that step alone. */
function StripLabel({ series, at }: { series: DecisionSeries; at: number | null }) {
  const { label, icon: Icon } = effectLook[series.effect];
  return (
    <p className="flex h-12 flex-col justify-end border-line border-b pb-1">
      <span className={cn("flex items-center gap-1.5 text-xs", ink[series.effect])}>
        <Icon className="size-3" />
        {label}
      </span>
      <span className="font-medium text-base tabular-nums">
        {formatCount(at === null ? series.total : (series.counts[at] ?? 0))}
      </span>
    </p>
  );
}

/** One in a thousand is still seen: whatever happened at all is at least one pixel high. */
const atLeastSeen = (count: unknown): number => (count ? 1 : 0);

function Strip({ series }: { series: DecisionSeries }) {
  const { label } = effectLook[series.effect];
  const data = useMemo(() => series.counts.map((count) => ({ count })), [series.counts]);
  return (
    <div className="relative h-12 border-line border-b pt-2">
      <div
        role="img"
        aria-label={`${label}: ${formatCount(series.total)} in all, at most ${formatCount(series.peak)} in one step`}
        className={cn("size-full", ink[series.effect])}
      >
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={data} margin={edgeToEdge} barCategoryGap="12%" accessibilityLayer={false}>
            <Bar dataKey="count" fill="currentColor" isAnimationActive={false} minPointSize={atLeastSeen} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      {series.peak > 0 ? (
        <span aria-hidden="true" className="absolute top-0 right-0 bg-paper/80 px-1 text-2xs text-faint tabular-nums">
          peak {formatCount(series.peak)}
        </span>
      ) : null}
    </div>
  );
}

const edgeToEdge = { top: 0, right: 0, bottom: 0, left: 0 };
