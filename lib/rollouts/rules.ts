/** What a roll-out does next, by what is seen of its rings. Pure. */
import type { RollOutPlan } from "@/lib/policy/ring-contract";
import type { RingCounts } from "./contract";

export type RingFacts = {
  name: string;
  counts: RingCounts;
  /** Points that refuse the revision. */
  refused: number;
  /** Runs of canaries under the profile on trial in which something got out. */
  canaryFailures: number;
  /** Whether it is a profile that is on trial: then the sample is of requests out of sandboxes. */
  profile: boolean;
  /** Connected points that do not run it, and for how long there has been one. */
  lacking: number;
  lackingMs: number;
  /** Since the ring was reached. */
  watchedMs: number;
};

export type Verdict =
  | { kind: "breach"; ring: string; threshold: string; value: number; limit: number; why: string }
  | { kind: "watch"; why: string }
  | { kind: "ask"; why: string }
  | { kind: "proceed" };

type Breach = Extract<Verdict, { kind: "breach" }>;
const MINUTE_MS = 60_000;

export const percentOf = (part: number, whole: number): number => (whole === 0 ? 0 : (part / whole) * 100);
const shown = (percent: number): string => `${Math.round(percent * 10) / 10} %`;

/** `rest`: calls wait to be judged. `reached`: every ring that has the revision, the newest last. What is seen in any of them counts against it. */
export function verdictOn(
  { automatic, thresholds }: RollOutPlan,
  reached: readonly RingFacts[],
  rest = false,
): Verdict {
  for (const ring of reached) {
    const breach = breachOf(thresholds, ring);
    if (breach) return breach;
  }
  if (rest) return { kind: "watch", why: "Calls that were made wait to be judged." };
  const ring = reached.at(-1);
  if (!ring) return { kind: "watch", why: "No ring was reached yet." };
  if (ring.watchedMs < thresholds.soakMinutes * MINUTE_MS)
    return { kind: "watch", why: `“${ring.name}” is watched for ${thresholds.soakMinutes} minutes.` };
  if (ring.lacking > thresholds.unacknowledged)
    return {
      kind: "watch",
      why: `${points(ring.lacking)} of “${ring.name}” ${has(ring.lacking)} not taken it up yet.`,
    };
  const [sample, of] = ring.profile
    ? ([ring.counts.requests, "requests out of sandboxes under the profile"] as const)
    : ([ring.counts.judged, "calls that could be judged"] as const);
  if (sample < thresholds.minimumCalls)
    return {
      kind: "ask",
      why: `“${ring.name}” made ${sample} ${of}, fewer than ${thresholds.minimumCalls}: somebody has to say whether it goes on.`,
    };
  if (!automatic)
    return { kind: "ask", why: `“${ring.name}” is within every threshold. Somebody has to say that it goes on.` };
  return { kind: "proceed" };
}

const points = (count: number): string => (count === 1 ? "1 point" : `${count} points`);
const runs = (count: number): string => (count === 1 ? "1 run" : `${count} runs`);
const has = (count: number): string => (count === 1 ? "has" : "have");

function breachOf(limits: RollOutPlan["thresholds"], ring: RingFacts): Breach | null {
  const { counts } = ring;
  const breach = (threshold: keyof typeof limits, value: number, why: string): Breach => ({
    kind: "breach",
    ring: ring.name,
    threshold,
    value,
    limit: limits[threshold],
    why: `In “${ring.name}”, ${why}`,
  });
  if (ring.refused > limits.refusals)
    return breach("refusals", ring.refused, `${points(ring.refused)} refused the revision; ${limits.refusals} may.`);
  if (counts.errors > limits.errors)
    return breach("errors", counts.errors, `${counts.errors} calls could not be evaluated; ${limits.errors} may be.`);
  if (ring.canaryFailures > limits.canaryFailures)
    return breach(
      "canaryFailures",
      ring.canaryFailures,
      `something got out of the profile in ${runs(ring.canaryFailures)} of canaries; ${limits.canaryFailures} may fail.`,
    );
  const shares = [
    ["newlyDeniedPercent", counts.newlyDenied, counts.judged, "calls", "denied"],
    ["newlyHeldPercent", counts.newlyHeld, counts.judged, "calls", "held"],
    ["newlyRefusedPercent", counts.newlyRefused, counts.requests, "requests", "refused by the profile"],
  ] as const;
  for (const [threshold, count, whole, what, word] of shares) {
    const share = percentOf(count, whole);
    if (whole > 0 && whole >= limits.minimumCalls && share > limits[threshold])
      return breach(
        threshold,
        share,
        `${count} of ${whole} ${what} (${shown(share)}) are newly ${word}; ${shown(limits[threshold])} may be.`,
      );
  }
  if (ring.lacking > limits.unacknowledged && ring.lackingMs >= limits.unacknowledgedMinutes * MINUTE_MS)
    return breach(
      "unacknowledged",
      ring.lacking,
      `${points(ring.lacking)} ${has(ring.lacking)} not taken up the revision ${limits.unacknowledgedMinutes} minutes after being told; ${limits.unacknowledged} may.`,
    );
  return null;
}
