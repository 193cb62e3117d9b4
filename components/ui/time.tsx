"use client";

import { cn } from "./cn";
import {
  absoluteTime,
  clockTime,
  countdownClock,
  formatDuration,
  plainDate,
  plainTime,
  relativeTime,
} from "./format-time";
import { useNow } from "./use-now";

type TimeProps = {
  at: string;
  /** IANA zone; the reader's own when left out. */
  timeZone?: string;
  /** Shows the full instant. */
  absolute?: boolean;
  className?: string;
};

/** An instant: relative for reading, absolute with its zone on hover and for machines. */
export function Time({ at, timeZone, absolute = false, className }: TimeProps) {
  const now = useNow();
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) return <span title={`"${at}" is not a time`}>–</span>;
  // Before the reader's clock is known, say it in UTC: the same words on the server and while hydrating.
  const zone = now === null ? (timeZone ?? "UTC") : timeZone;
  const full = absoluteTime(instant, zone);
  const near = now === null ? plainTime(instant, zone) : relativeTime(instant, now);
  const words = absolute ? full : (near ?? plainDate(instant, zone));
  return (
    <time dateTime={at} title={full} className={cn("whitespace-nowrap", className)}>
      {words}
    </time>
  );
}

/** A span of time in at most two units. */
export function Duration({ ms, className }: { ms: number; className?: string }) {
  return (
    <time dateTime={`PT${(ms / 1000).toFixed(3)}S`} className={cn("whitespace-nowrap", className)}>
      {formatDuration(ms)}
    </time>
  );
}

type CountdownProps = {
  to: string;
  /** Said once the time has come. */
  over?: string;
  /** From here on it is shown as urgent. */
  urgentMs?: number;
  className?: string;
};

/** The time left until something happens by itself. Ticks are not announced; only that it is over. */
export function Countdown({ to, over = "Expired", urgentMs = 120_000, className }: CountdownProps) {
  const now = useNow(1000);
  const end = Date.parse(to);
  if (now === null || Number.isNaN(end)) return <Time at={to} className={className} />;
  const left = end - now;
  return (
    <time
      dateTime={to}
      title={absoluteTime(end)}
      role="timer"
      className={cn(
        "whitespace-nowrap",
        left <= urgentMs && "font-medium text-hold",
        left <= 0 && "text-deny",
        className,
      )}
    >
      {left <= 0 ? over : countdownClock(left)}
    </time>
  );
}

/** The time of day to the second, for deadlines that are read off a clock: "12:03:20 UTC". */
export function ClockTime({ at, timeZone, className }: { at: string; timeZone?: string; className?: string }) {
  const zone = useNow(60_000) === null ? (timeZone ?? "UTC") : timeZone;
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) return <span title={`"${at}" is not a time`}>–</span>;
  return (
    <time dateTime={at} title={absoluteTime(instant, zone)} className={cn("whitespace-nowrap", className)}>
      {clockTime(instant, zone)}
    </time>
  );
}
