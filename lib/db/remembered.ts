/**
 * What a process may go on believing until a notice says otherwise. It counts only while notices are proven to arrive here: where
 * nobody listens, as in the console, every question goes to the database.
 */
import { databaseClock } from "./database-clock";

/** Without a proof for this long, notices may be lost: nothing that is remembered counts. */
const PROOF_HOLDS_MS = 5_000;

type Kept<Value> = { orgId: string; value: Value; untilMs: number };

let provenAt = Number.NEGATIVE_INFINITY;
/** Grows with everything that is forgotten, so that what was read before is not remembered after. */
let epoch = 0;
const stores: Map<string, Kept<unknown>>[] = [];

/** `read` answers null where there is nothing to remember. */
export type Recall<Value> = (key: string, read: () => Promise<Kept<Value> | null>) => Promise<Value | null>;

export function remembering<Value>(most: number): Recall<Value> {
  const kept = new Map<string, Kept<Value>>();
  stores.push(kept as Map<string, Kept<unknown>>);
  return async (key, read) => {
    const now = databaseClock();
    const known = now - provenAt < PROOF_HOLDS_MS ? kept.get(key) : undefined;
    if (known && known.untilMs > now) return known.value;
    const before = epoch;
    const fresh = await read();
    if (!fresh) return null;
    if (before === epoch && databaseClock() - provenAt < PROOF_HOLDS_MS) {
      if (kept.size >= most) kept.clear();
      kept.set(key, fresh);
    }
    return fresh.value;
  };
}

/** Called when something of that organisation was changed. */
export function forgetOrganisation(orgId: string): void {
  epoch++;
  for (const kept of stores) for (const [key, { orgId: of }] of kept) if (of === orgId) kept.delete(key);
}

/** Called when notices were, or may have been, missed. */
export function forgetAll(): void {
  epoch++;
  provenAt = Number.NEGATIVE_INFINITY;
  for (const kept of stores) kept.clear();
}

/** Called whenever the connection that brings notices has shown that it works. */
export function noticesArrive(now: number = databaseClock()): void {
  provenAt = now;
}
