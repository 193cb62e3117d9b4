/** What the figures come to. Pure; docs/decision-quality.md has the same formulas in words. */
import type { Measured, OversightSetting, QualityFinding } from "./contract";

/** Fewer votes than this say nothing about a person's times, shares and quality. */
export const LEAST_VOTES = 20;
export const LEAST_SHARED = 5;
export const LEAST_DECOYS = 5;

/** `what`: of which it takes how many, in the plural. */
export function measured(value: number | null, n: number, least: number, what: string): Measured {
  if (n < least || value === null) {
    const counted = n === 1 ? what.replace(/s\b/, "") : what;
    return { value: null, n, why: `${n === 0 ? "No" : n} ${counted}, and it takes ${least} to say anything.` };
  }
  return { value, n, why: null };
}

export const share = (part: number, n: number, least: number, what: string): Measured =>
  measured(n === 0 ? null : part / n, n, least, what);

export type Judged = {
  decoys: { caught: number; missed: number };
  approved: number;
  fast: number;
  streak: number;
};
export type Thresholds = Pick<OversightSetting, "leastCaught" | "mostFast" | "longestStreak">;

/** Where a person's decisions fall under a threshold. Too few decisions are never held against anybody. */
export function qualityFindings(of: Judged, limits: Thresholds): QualityFinding[] {
  const findings: QualityFinding[] = [];
  const decoys = of.decoys.caught + of.decoys.missed;
  if (decoys >= LEAST_DECOYS && of.decoys.caught / decoys < limits.leastCaught)
    findings.push({ reason: "decoysMissed", value: of.decoys.caught / decoys, limit: limits.leastCaught, n: decoys });
  if (of.approved >= LEAST_VOTES && of.fast / of.approved > limits.mostFast)
    findings.push({ reason: "tooFast", value: of.fast / of.approved, limit: limits.mostFast, n: of.approved });
  if (of.streak >= limits.longestStreak)
    findings.push({ reason: "longStreak", value: of.streak, limit: limits.longestStreak, n: of.streak });
  return findings;
}

/** Lower ends of the buckets of decision times, in seconds. */
export const BUCKETS = [0, 5, 15, 60, 300, 900, 3600] as const;
