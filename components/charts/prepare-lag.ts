/** What a sink did in each minute, made ready to draw: every minute of the range has its place, in order. Pure. */
export type LagSample = { minute: string; delivered: number; failed: number; parked: number; lagMs: number };
export type LagPoint = { time: number; delivered: number; failed: number; lagS: number };

const MINUTE_MS = 60_000;

/** A minute without a sample delivered nothing and had nothing waiting that was looked at: zero, not a gap. */
export function prepareLag(samples: readonly LagSample[], until: string, minutes: number): LagPoint[] {
  const last = Math.floor(Date.parse(until) / MINUTE_MS) * MINUTE_MS;
  const known = new Map(samples.map((sample) => [Date.parse(sample.minute), sample]));
  return Array.from({ length: minutes }, (_, index) => {
    const time = last - (minutes - 1 - index) * MINUTE_MS;
    const sample = known.get(time);
    return {
      time,
      delivered: sample?.delivered ?? 0,
      failed: (sample?.failed ?? 0) + (sample?.parked ?? 0),
      lagS: (sample?.lagMs ?? 0) / 1000,
    };
  });
}
