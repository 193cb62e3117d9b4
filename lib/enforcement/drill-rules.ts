/** What a drill showed, and when the next is due. Pure. */
import type { StopOrder } from "./stop-contract";

/** A drill is over when every point has answered, or after this. */
export const DRILL_PATIENCE_MS = 30_000;

const DAY_MS = 86_400_000;
export type Every = "off" | "daily" | "weekly";

export function nextDrill(every: Every, from: Date): Date | null {
  if (every === "off") return null;
  return new Date(from.getTime() + (every === "daily" ? DAY_MS : 7 * DAY_MS));
}

type Points = StopOrder["points"];

export function drillFigures(points: Points) {
  const times = points.flatMap(({ ms }) => (ms === null ? [] : [ms])).sort((a, b) => a - b);
  return {
    points: points.length,
    confirmed: points.filter(({ state }) => state === "confirmed").length,
    refused: points.filter(({ probe }) => probe?.result === "refused").length,
    unreachable: points.filter(({ state }) => state === "unreachable").length,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  };
}

/** Nearest rank: a time that was really measured. */
export function percentile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return value === undefined ? null : Math.round(value);
}
