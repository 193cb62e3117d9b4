/** Time ranges of the activity page: named ones move with the clock, stated ones stand still and can be shared. Pure. */

export const ranges = {
  "15m": { label: "Last 15 minutes", ms: 15 * 60_000 },
  "1h": { label: "Last hour", ms: 3_600_000 },
  "24h": { label: "Last 24 hours", ms: 24 * 3_600_000 },
  "7d": { label: "Last 7 days", ms: 7 * 24 * 3_600_000 },
  "30d": { label: "Last 30 days", ms: 30 * 24 * 3_600_000 },
  all: { label: "All time", ms: null },
} as const;
export type RangeName = keyof typeof ranges;
export const DEFAULT_RANGE: RangeName = "24h";

const isRange = (text: string): text is RangeName => Object.hasOwn(ranges, text);

type Asked = { range?: string; from?: string; to?: string };
type Resolved = { name: RangeName | "custom"; from: string | undefined; to: string | undefined; understood: boolean };

/** Starts are cut to the minute, so that asking twice in a row asks the same. */
export function resolveRange({ range, from, to }: Asked, now: Date): Resolved {
  if (from !== undefined || to !== undefined) return { name: "custom", from, to, understood: true };
  const name = range !== undefined && isRange(range) ? range : DEFAULT_RANGE;
  const { ms } = ranges[name];
  const start = ms === null ? undefined : new Date(Math.floor((now.getTime() - ms) / 60_000) * 60_000).toISOString();
  return { name, from: start, to: undefined, understood: range === undefined || range === name };
}

/** What a `datetime-local` box holds for an instant, in the reader's own zone. */
export function localInput(instant: string | undefined): string {
  if (instant === undefined) return "";
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The instant that a `datetime-local` box means in the reader's own zone. */
export function instantOf(local: string): string | undefined {
  const at = new Date(local);
  return local === "" || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
