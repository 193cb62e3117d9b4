"use client";

import Link from "next/link";
import { useMemo } from "react";
import { ChartFrame, ChartTable } from "@/components/charts/chart-frame";
import { cn } from "@/components/ui/cn";
import { plural } from "@/components/ui/format-number";
import { formatDuration } from "@/components/ui/format-time";
import { InlineUntrusted } from "@/components/ui/revealed";
import { effectLook } from "@/components/ui/status";
import { useNow } from "@/components/ui/use-now";
import type { CallTrace } from "@/lib/activity/explorer-contract";
import { outcomeWords } from "./call-columns";
import { CallEffect } from "./call-effect";
import { type Waterfall, type WaterfallRow, waterfallOf } from "./waterfall";

type TraceWaterfallProps = { trace: CallTrace; current?: string };

/** What happened in a trace and how long each part took; `current` is the call whose page it stands on. */
export function TraceWaterfall({ trace, current }: TraceWaterfallProps) {
  const now = useNow(5_000);
  const drawn = useMemo(() => waterfallOf(trace, now), [trace, now]);
  return (
    <>
      <ChartFrame
        title={`${plural(trace.calls.length, "call")} in ${formatDuration(drawn.length)}`}
        chart={
          <ol aria-label="Waterfall of the trace" className="border-line border-t">
            {drawn.rows.map((row) => (
              <Row key={row.id} row={row} drawn={drawn} current={row.kind === "call" && row.id === current} />
            ))}
          </ol>
        }
        table={<TraceTable drawn={drawn} />}
      />
      <p className="mt-2 text-faint text-xs">
        Times are by the clocks of the points and exporters that report them; the time that people took by the
        console's.
        {trace.more ? " The trace has more calls than these." : null}
      </p>
    </>
  );
}

const inks: Record<string, string> = { allow: "bg-allow", hold: "bg-hold", deny: "bg-deny", none: "bg-unknown" };

function Row({ row, drawn, current }: { row: WaterfallRow; drawn: Waterfall; current: boolean }) {
  const isAgent = row.kind === "agent" || row.kind === "delegation";
  return (
    <li
      aria-current={current || undefined}
      className="grid items-center gap-x-3 border-line border-b py-1 aria-[current]:bg-accent-soft sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_5.5rem]"
    >
      <div className="flex min-w-0 items-center gap-2 text-sm" style={{ paddingLeft: `${row.depth * 0.9}rem` }}>
        <What row={row} />
      </div>
      <div aria-hidden="true" className="relative h-4 max-sm:mt-1">
        <span
          className={cn(
            "absolute inset-y-1 min-w-0.5 rounded-xs",
            isAgent ? "bg-edge-soft" : row.kind === "wait" ? "bg-hold opacity-50" : inks[row.call?.effect ?? "none"],
            row.end === null && "opacity-50",
          )}
          style={placeOf(row, drawn.length)}
        />
      </div>
      <p className="text-muted text-xs tabular-nums max-sm:text-left sm:text-right">{tookWords(row)}</p>
    </li>
  );
}

function What({ row }: { row: WaterfallRow }) {
  const agent = `/agents/${encodeURIComponent(row.agentId)}`;
  if (row.kind === "wait") {
    return (
      <Link
        href={`/checkpoints/${encodeURIComponent(row.call?.wait?.checkpointId ?? "")}`}
        className="text-hold hover:underline"
      >
        {row.end === null ? "People are asked" : `People decided: ${row.call?.wait?.status}`}
      </Link>
    );
  }
  if (row.kind !== "call" || row.call === null) {
    return (
      <>
        {row.kind === "delegation" ? <span className="shrink-0 text-muted text-xs">acts for it</span> : null}
        <Link href={agent} className="min-w-0 font-medium hover:underline">
          <InlineUntrusted text={row.name} max={60} />
        </Link>
      </>
    );
  }
  return (
    <>
      <CallEffect call={row.call} className="shrink-0 text-xs" />
      <Link href={`/activity/${encodeURIComponent(row.call.id)}`} className="min-w-0 hover:underline">
        <InlineUntrusted text={row.name} max={60} className="font-mono text-xs" />
      </Link>
    </>
  );
}

function placeOf({ start, end }: WaterfallRow, length: number) {
  const left = Math.min(99.5, (start / length) * 100);
  const width = (((end ?? length) - start) / length) * 100;
  return { left: `${left}%`, width: `${Math.min(100 - left, Math.max(0, width))}%` };
}

function tookWords({ kind, start, end, call }: WaterfallRow): string {
  if (end === null) return kind === "call" && call ? outcomeWords(call) : "goes on";
  return formatDuration(end - start);
}

const kinds: Record<WaterfallRow["kind"], string> = {
  agent: "Agent",
  delegation: "Agent, acting for the one above",
  call: "Call",
  wait: "People asked",
};

/** The twin: the same rows in words. */
function TraceTable({ drawn }: { drawn: Waterfall }) {
  const rows = drawn.rows.map((row) => [
    <span key={row.id}>
      {kinds[row.kind]}: <InlineUntrusted text={row.name} max={60} />
    </span>,
    row.kind === "call" ? effectLook[row.call?.effect ?? "unknown"].label : "–",
    formatDuration(row.start),
    tookWords(row),
  ]);
  return <ChartTable caption="The trace as a table" head={["What", "Decision", "Begins after", "Takes"]} rows={rows} />;
}
