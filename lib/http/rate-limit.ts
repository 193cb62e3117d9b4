/**
 * A token bucket for each caller, in this process: it bounds a runaway client, it is not an account lock (sign-in has its
 * own count in the database).
 */
import { Refusal } from "@/lib/shared/errors";

type Bucket = { tokens: number; at: number };

type Rate = { burst: number; perSecond: number };
const USUAL: Rate = { burst: 400, perSecond: 100 };
/** A system asks about each of its own requests, and an answer costs a fraction of what other calls do. */
export const DECISIONS: Rate = { burst: 10_000, perSecond: 10_000 };
const MOST_CALLERS = 20_000;
const buckets = new Map<string, Bucket>();

export function limitRate(caller: string, now: number = performance.now(), { burst, perSecond }: Rate = USUAL): void {
  const bucket = buckets.get(caller) ?? { tokens: burst, at: now };
  const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
  if (tokens < 1) {
    throw new Refusal("rate_limited", "Too many requests from this caller. Wait a moment.", {
      retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / perSecond)),
    });
  }
  buckets.delete(caller);
  buckets.set(caller, { tokens: tokens - 1, at: now });
  if (buckets.size > MOST_CALLERS) {
    const oldest = buckets.keys().next().value;
    if (oldest !== undefined) buckets.delete(oldest);
  }
}
