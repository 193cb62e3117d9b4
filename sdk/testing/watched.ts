/** That nothing happens can only be watched: long enough for many beats of what is stopped, and for tests that prove a stop alone. */
const WATCHED_MS = 100;

export const watched = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
