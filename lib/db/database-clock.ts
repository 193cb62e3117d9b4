/**
 * The database's clock without a question for each look: what the connection that listens hears of it, carried on by this
 * machine's monotonic clock, so that neither a wrong clock here nor one that is being set moves it.
 */

/** An answer that took longer says too little about when it was given. */
const SLOWEST_MS = 500;

let heard: { time: number; at: number } | null = null;

/** `time` was read by the database between the two moments, which are of `performance.now()`. */
export function noteDatabaseTime(time: number, askedAt: number, heardAt: number): void {
  if (heard && heardAt - askedAt > SLOWEST_MS) return;
  heard = { time, at: (askedAt + heardAt) / 2 };
}

/** Milliseconds since 1970 by the database; by this machine's clock as long as the database has not been heard. */
export const databaseClock = (now: number = performance.now()): number =>
  heard ? Math.round(heard.time + now - heard.at) : Date.now();

export const databaseInstant = (): string => new Date(databaseClock()).toISOString();
