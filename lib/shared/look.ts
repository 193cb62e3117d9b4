/**
 * Looks: what the worker worked out of everything that an organisation has, and when. With thousands of agents that takes longer than
 * somebody who opens a page should wait, so the page shows the worker's last look and its time; with few, each page works it out anew.
 */

/** What takes longer is left to the worker. */
export const SLOW_MS = 500;
/** An older look is not shown: then no worker has been there, and nobody would know. */
export const FRESH_MS = 180_000;

export const isShown = ({ at, tookMs }: { at: Date; tookMs: number }, now: Date): boolean =>
  tookMs > SLOW_MS && now.getTime() - at.getTime() <= FRESH_MS;
