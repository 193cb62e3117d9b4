/** Time as a parameter: `now` may be set by anyone with the machine, `monotonic` only runs forward. Both in milliseconds. */
export type Clock = { now(): number; monotonic(): number };

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** Milliseconds as the wire writes instants. */
export const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();
