/** Counts of decisions over time, made ready to draw: every step of the range has its place, in order. */

/** `unknown` counts what nobody decided; its series is drawn only where there is any. */
export type DecisionBucket = { at: string; allow: number; hold: number; deny: number; unknown?: number };
export type DecisionRange = { from: string; to: string; stepMs: number };
export type DecisionEffect = "allow" | "hold" | "deny" | "unknown";
export type DecisionSeries = { effect: DecisionEffect; counts: number[]; total: number; peak: number };
export type PreparedDecisions = { times: number[]; series: DecisionSeries[] };

const effects: readonly DecisionEffect[] = ["allow", "hold", "deny"];
const MAX_STEPS = 1000;

/** A step without a bucket counts zero: within the range asked for, no bucket means that nothing was decided. */
export function prepareDecisions(buckets: readonly DecisionBucket[], range: DecisionRange): PreparedDecisions {
  const start = Math.floor(Date.parse(range.from) / range.stepMs) * range.stepMs;
  const steps = Math.min(MAX_STEPS, Math.max(0, Math.ceil((Date.parse(range.to) - start) / range.stepMs)));
  const times = Array.from({ length: steps }, (_, step) => start + step * range.stepMs);
  const shown = buckets.some(({ unknown }) => unknown) ? [...effects, "unknown" as const] : effects;
  const series = shown.map((effect) => {
    const counts = new Array<number>(steps).fill(0);
    for (const bucket of buckets) {
      const step = Math.floor((Date.parse(bucket.at) - start) / range.stepMs);
      if (step >= 0 && step < steps) counts[step] = (counts[step] ?? 0) + (bucket[effect] ?? 0);
    }
    return { effect, counts, total: counts.reduce((sum, each) => sum + each, 0), peak: Math.max(0, ...counts) };
  });
  return { times, series };
}
