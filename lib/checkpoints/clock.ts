/** The clock of a rule: working hours in a time zone. Pure. */
import type { WorkingHours } from "@/lib/policy/rule-contract";

type Span = { from: number; to: number };
const SECOND = 1000;
const DAY = 86_400 * SECOND;

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(timeZone, format);
  return format;
}

/** The wall clock of a zone at an instant, written as if it were UTC. */
function wallClock(timeZone: string, at: number): number {
  const part = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The instant at which a zone's clock shows `wall`; where the clock skips it, the instant of the skip or soon after. */
function instantOf(timeZone: string, wall: number): number {
  const first = wall - (wallClock(timeZone, wall) - wall);
  return wall - (wallClock(timeZone, first) - first);
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
/** ISO 8601: Monday is 1. */
const weekday = (wall: number): number => ((new Date(wall).getUTCDay() + 6) % 7) + 1;

/** Working time from `start` on, for `days` days; spans that touch are one. */
function spansFrom(hours: WorkingHours, start: number, days: number): Span[] {
  const wall = wallClock(hours.timeZone, start);
  const midnight = wall - (wall % DAY);
  const spans: Span[] = [];
  for (let day = 0; day <= days; day++) {
    const date = midnight + day * DAY;
    if (!hours.days.includes(weekday(date))) continue;
    const from = Math.max(start, instantOf(hours.timeZone, date + minutesOf(hours.from) * 60 * SECOND));
    const to = instantOf(hours.timeZone, date + minutesOf(hours.to) * 60 * SECOND);
    const last = spans.at(-1);
    if (to <= from) continue;
    if (last && from <= last.to) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
}

/** When so many seconds of the rule's clock have gone by. Never later than the cap, however long the clock stands still. */
export function clockAfter(hours: WorkingHours | null, start: Date, seconds: number): Date {
  const wall = start.getTime() + seconds * SECOND;
  if (hours?.outside !== "pause") return new Date(wall);
  const cap = start.getTime() + hours.capSeconds * SECOND;
  let left = seconds * SECOND;
  for (const { from, to } of spansFrom(hours, start.getTime(), Math.ceil((hours.capSeconds * SECOND) / DAY) + 1)) {
    if (left <= to - from) return new Date(Math.min(cap, from + left));
    left -= to - from;
  }
  return new Date(cap);
}

/** The first moment from `start` on that is outside working hours; null when there is none within a week. */
export function firstOutside(hours: WorkingHours, start: Date): Date | null {
  const [first] = spansFrom(hours, start.getTime(), 8);
  if (!first || first.from > start.getTime()) return start;
  return first.to - start.getTime() > 7 * DAY ? null : new Date(first.to);
}

export const isWorkingTime = (hours: WorkingHours | null, at: Date): boolean =>
  hours === null || firstOutside(hours, at)?.getTime() !== at.getTime();
