/**
 * A token bucket for each caller, in this process: it bounds a runaway client, it is not an account lock (sign-in has its
 * own count in the database).
 */
import { Refusal } from "@/lib/shared/errors";

type Bucket = { tokens: number; at: number };

const BURST = 400;
const PER_SECOND = 100;
const MOST_CALLERS = 20_000;
const buckets = new Map<string, Bucket>();

export function limitRate(caller: string, now: number = performance.now()): void {
  const bucket = buckets.get(caller) ?? { tokens: BURST, at: now };
  const tokens = Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1000) * PER_SECOND);
  if (tokens < 1) {
    throw new Refusal("rate_limited", "Too many requests from this caller. Wait a moment.", {
      retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / PER_SECOND)),
    });
  }
  buckets.delete(caller);
  buckets.set(caller, { tokens: tokens - 1, at: now });
  if (buckets.size > MOST_CALLERS) {
    const oldest = buckets.keys().next().value;
    if (oldest !== undefined) buckets.delete(oldest);
  }
}
