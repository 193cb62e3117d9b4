/** Words for instants and spans. Pure: the clock and the zone are arguments. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in at most two units: 240 ms, 4.2 s, 3 min 20 s, 2 h 5 min, 6 d 3 h. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  const span = Math.abs(ms);
  if (span < 1000) return `${span < 10 && !Number.isInteger(span) ? span.toFixed(1) : Math.round(span)} ms`;
  if (span < 10_000) return `${(span / 1000).toFixed(1)} s`;
  if (span < MINUTE) return `${Math.floor(span / 1000)} s`;
  if (span < HOUR) return pair(span, MINUTE, "min", 1000, "s");
  if (span < DAY) return pair(span, HOUR, "h", MINUTE, "min");
  return pair(span, DAY, "d", HOUR, "h");
}

function pair(span: number, big: number, bigWord: string, small: number, smallWord: string): string {
  const rest = Math.floor((span % big) / small);
  const whole = `${Math.floor(span / big)} ${bigWord}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallWord}`;
}

/** How long ago, or how soon: "just now", "4 min ago", "in 2 h". Beyond thirty days a date says more. */
export function relativeTime(at: number, now: number): string | null {
  const gap = at - now;
  const span = Math.abs(gap);
  if (span < 10_000) return "just now";
  if (span >= 30 * DAY) return null;
  const words =
    span < MINUTE
      ? `${Math.floor(span / 1000)} s`
      : span < HOUR
        ? `${Math.floor(span / MINUTE)} min`
        : span < DAY
          ? `${Math.floor(span / HOUR)} h`
          : `${Math.floor(span / DAY)} d`;
  return gap < 0 ? `${words} ago` : `in ${words}`;
}

/** The whole instant with its zone named: "22 Nov 2026, 19:41:07 UTC". */
export function absoluteTime(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);
}

/** Day, hour and minute, for a server page that cannot know the reader's clock: "22 Nov, 19:41 UTC". */
export function plainTime(at: number, timeZone = "UTC"): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);
}

/** The day alone, for what is long past: "22 Nov 2026". */
export function plainDate(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone }).format(at);
}

/** The time of day to the second with its zone: "12:03:20 UTC". */
export function clockTime(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);
}

/** Minutes and seconds left, hours when there are any: "4:09", "1:02:30". Never below zero. */
export function countdownClock(msLeft: number): string {
  const total = Math.max(0, Math.ceil(msLeft / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}
