"use client";

import { useSyncExternalStore } from "react";

/** One timer per rhythm for the whole page, however many times and countdowns are shown. */
type Clock = { subscribe: (listener: () => void) => () => void; read: () => number };

function startClock(everyMs: number): Clock {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = Date.now();
    for (const each of listeners) each();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    if (timer === undefined) {
      now = Date.now();
      timer = setInterval(tick, everyMs);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
  return { subscribe, read: () => now };
}

/** Kept by rhythm, because React subscribes anew whenever the function it is given changes. */
const clocks = new Map<number, Clock>();

function clockOf(everyMs: number): Clock {
  const clock = clocks.get(everyMs) ?? startClock(everyMs);
  clocks.set(everyMs, clock);
  return clock;
}

/** The time in milliseconds, kept fresh; null on the server and while hydrating, when the reader's clock is not known. */
export function useNow(everyMs = 15_000): number | null {
  const clock = clockOf(everyMs);
  return useSyncExternalStore(clock.subscribe, clock.read, () => null);
}
