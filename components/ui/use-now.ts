"use client";

import { useSyncExternalStore } from "react";

/** One timer per rhythm for the whole page, however many times and countdowns are shown. */
type Clock = { now: number; listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | undefined };
const clocks = new Map<number, Clock>();

function clockOf(everyMs: number): Clock {
  const known = clocks.get(everyMs);
  if (known) return known;
  const fresh: Clock = { now: Date.now(), listeners: new Set(), timer: undefined };
  clocks.set(everyMs, fresh);
  return fresh;
}

function listen(everyMs: number, listener: () => void): () => void {
  const clock = clockOf(everyMs);
  clock.listeners.add(listener);
  if (clock.timer === undefined) {
    clock.now = Date.now();
    clock.timer = setInterval(() => {
      clock.now = Date.now();
      for (const each of clock.listeners) each();
    }, everyMs);
  }
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size > 0) return;
    clearInterval(clock.timer);
    clock.timer = undefined;
  };
}

/** The time in milliseconds, kept fresh; null on the server and while hydrating, when the reader's clock is not known. */
export function useNow(everyMs = 15_000): number | null {
  return useSyncExternalStore(
    (listener) => listen(everyMs, listener),
    () => clockOf(everyMs).now,
    () => null,
  );
}
