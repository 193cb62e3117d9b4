"use client";

import { cn } from "./cn";
import { absoluteTime, countdownClock, formatDuration, plainTime, relativeTime } from "./format-time";
import { useNow } from "./use-now";

type TimeProps = {
  at: string /** IANA zone; the reader's own when left out. */;
  timeZone?: string /** Shows the full instant. */;
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
  const words = absolute
    ? full
    : now === null
      ? plainTime(instant, zone)
      : (relativeTime(instant, now) ?? plainTime(instant, zone ?? localZone()));
  return (
    <time dateTime={at} title={full} className={cn("whitespace-nowrap", className)}>
      {words}
    </time>
  );
}

const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A span of time in at most two units. */
export function Duration({ ms, className }: { ms: number; className?: string }) {
  return (
    <time dateTime={`PT${(ms / 1000).toFixed(3)}S`} className={cn("whitespace-nowrap", className)}>
      {formatDuration(ms)}
    </time>
  );
}

type CountdownProps = {
  to: string /** Said once the time has come. */;
  over?: string /** From here on it is shown as urgent. */;
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
