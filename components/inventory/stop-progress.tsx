"use client";

import { Check, CircleDashed, Unplug } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { plural } from "@/components/ui/format-number";
import { formatDuration } from "@/components/ui/format-time";
import { Progress } from "@/components/ui/progress";
import { Status } from "@/components/ui/status";
import { ClockTime, Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import type { StopOrder } from "@/lib/enforcement/stop-contract";

import { orderWords, progressOf } from "./stop-words";

/** A stop order and what each enforcement point has said to it. */
export function StopProgress({ order, className }: { order: StopOrder; className?: string }) {
  const progress = progressOf(order);
  const words = orderWords[order.status];
  return (
    <div className={cn("min-w-0", className)}>
      <p role="status" className="max-w-[72ch] text-base">
        <StopSentence order={order} />
      </p>
      <p className="mt-0.5 text-muted text-xs">
        {words.done} by {order.orderedByName} <Time at={order.orderedAt} />
        {order.cancelledCheckpoints > 0 ? `; ${plural(order.cancelledCheckpoints, "held call")} cancelled` : null}.
        Reason: {order.reason}
      </p>
      {progress.total > 0 ? (
        <>
          <Progress
            label="Confirmed by enforcement points"
            done={progress.confirmed}
            total={progress.total}
            unit={progress.total === 1 ? "point" : "points"}
            className="mt-3 max-w-md"
          />
          <PointTimes order={order} />
        </>
      ) : null}
    </div>
  );
}

/** "Stopped on 3 of 4 points, last after 41 ms; 1 cannot be reached and stops by 12:03:20." */
export function StopSentence({ order }: { order: StopOrder }) {
  const { total, confirmed, pending, unreachable, lastMs, stopsBy } = progressOf(order);
  const { stops } = orderWords[order.status];
  if (total === 0) {
    return stops
      ? "No enforcement point was connected for this agent, so there is none that could let it act."
      : "No enforcement point was connected for this agent, so none had to be told.";
  }
  return (
    <>
      {stops ? "Stopped" : "Released"} on {confirmed} of {plural(total, "point")}
      {lastMs === null ? null : (
        <>
          , {confirmed === 1 ? "after" : "last after"}{" "}
          <span className="font-medium tabular-nums">{formatDuration(lastMs)}</span>
        </>
      )}
      {pending > 0 ? `; ${pending} ${pending === 1 ? "has" : "have"} not answered yet` : null}
      {unreachable > 0 ? <Unreachable count={unreachable} stops={stops} by={stopsBy} /> : null}.
    </>
  );
}

function Unreachable({ count, stops, by }: { count: number; stops: boolean; by: string | null }) {
  const now = useNow(1000);
  const they = count === 1 ? "it" : "they";
  if (!stops) return <>; {count} cannot be reached and learns of it on reconnecting</>;
  if (by === null) return <>; {count} cannot be reached, and when its lease ends is not known</>;
  if (now !== null && Date.parse(by) <= now) {
    return (
      <>
        ; {count} cannot be reached, and {they === "it" ? "its lease" : "their leases"} ended at <ClockTime at={by} />,
        so {they} decide{they === "it" ? "s" : ""} nothing any more
      </>
    );
  }
  return (
    <>
      ; {count} cannot be reached and stop{count === 1 ? "s" : ""} by <ClockTime at={by} />
    </>
  );
}

const look = {
  confirmed: { tone: "allow", icon: Check, label: "Confirmed" },
  pending: { tone: "hold", icon: CircleDashed, label: "Not answered yet" },
  unreachable: { tone: "unknown", icon: Unplug, label: "Cannot be reached" },
} as const;

function PointTimes({ order }: { order: StopOrder }) {
  return (
    <ul aria-label="Enforcement points" className="mt-3 border-line border-t">
      {order.points.map((point) => (
        <li
          key={point.pepId}
          className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 border-line border-b py-1 text-sm"
        >
          <span className="min-w-0 flex-1 basis-40 break-words max-sm:basis-full">{point.name}</span>
          <Status {...look[point.state]} className="max-sm:flex-1 sm:w-40" />
          <span className="text-right text-sm tabular-nums sm:w-28">
            {point.ms === null ? <LeaseEnd at={point.leaseEndsAt} /> : formatDuration(point.ms)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function LeaseEnd({ at }: { at: string | null }) {
  if (at === null) return <span className="text-faint">–</span>;
  return (
    <>
      by <ClockTime at={at} />
    </>
  );
}
