/** The browser's end of the live stream: one connection for the whole app, closed while nobody looks, reopened when it fails. */
import { LiveChange, liveEvents } from "@/lib/shared/live";

/** What the shell says about it. `since` is when something was last heard. */
export type LiveState =
  | { state: "connecting" }
  | { state: "connected" }
  | { state: "reconnecting" }
  | { state: "stale"; since: string };

/** As much of an EventSource as is used. */
export type LiveSource = {
  addEventListener: (type: string, listener: (event: { data?: unknown }) => void) => void;
  close: () => void;
  readonly readyState: number;
};

type Deps = {
  open: () => LiveSource;
  now: () => number;
  onChange: (change: LiveChange) => void;
  onResync: () => void;
  /** The session ended, or may have: the server should be asked for the page again. */
  onDoubt: () => void;
};

const CLOSED = 2;
export const TICK_MS = 2_000;
/** Beats come every 15 s: two missed ones and the line is taken for dead. */
export const SILENCE_MS = 40_000;
/** From here on what is on screen is called stale. */
export const STALE_MS = 20_000;
const LONGEST_WAIT_MS = 60_000;

export type LiveConnection = ReturnType<typeof createLiveConnection>;

export function createLiveConnection(deps: Deps) {
  const listeners = new Set<() => void>();
  let current: LiveState = { state: "connecting" };
  /** Whether a line ever stood or failed: until then nothing is being opened again. */
  let tried = false;
  let source: LiveSource | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let heardAt = deps.now();
  let connected = false;
  let failures = 0;
  let openedAt = 0;
  let openAgainAt = 0;

  const say = () => {
    const quiet = deps.now() - heardAt > STALE_MS;
    const next: LiveState = connected
      ? { state: "connected" }
      : quiet
        ? { state: "stale", since: new Date(heardAt).toISOString() }
        : { state: tried ? "reconnecting" : "connecting" };
    if (next.state === current.state) return;
    current = next;
    for (const listener of listeners) listener();
  };

  const heard = () => {
    heardAt = deps.now();
    connected = true;
    tried = true;
    failures = 0;
    say();
  };

  const drop = () => {
    source?.close();
    source = null;
    connected = false;
  };

  const failed = () => {
    const wasConnected = connected;
    tried = true;
    connected = false;
    if (source?.readyState === CLOSED) {
      // The server answered with a refusal, which a browser does not retry by itself.
      drop();
      openAgainAt = deps.now() + Math.min(TICK_MS * 2 ** failures, LONGEST_WAIT_MS);
      failures += 1;
      if (wasConnected || failures === 1) deps.onDoubt();
    }
    say();
  };

  const open = () => {
    const made = deps.open();
    source = made;
    openedAt = deps.now();
    const on = (name: string, act: (data: unknown) => void) =>
      made.addEventListener(name, (event) => {
        if (source !== made) return;
        heard();
        act(event.data);
      });
    on(liveEvents.beat, () => undefined);
    on(liveEvents.resync, deps.onResync);
    on(liveEvents.change, (data) => {
      const change = LiveChange.safeParse(parsed(data));
      if (change.success) deps.onChange(change.data);
    });
    on(liveEvents.signedOut, () => {
      drop();
      openAgainAt = Number.POSITIVE_INFINITY;
      deps.onDoubt();
    });
    made.addEventListener("error", () => {
      if (source === made) failed();
    });
  };

  const tick = () => {
    if (source && deps.now() - Math.max(heardAt, openedAt) > SILENCE_MS) drop();
    if (!source && deps.now() >= openAgainAt) open();
    say();
  };

  return {
    start: () => {
      if (timer !== undefined) return;
      heardAt = deps.now();
      openAgainAt = 0;
      timer = setInterval(tick, TICK_MS);
      tick();
    },
    /** Also while the page is hidden: browsers allow few connections to one host, and nobody is looking. */
    stop: () => {
      clearInterval(timer);
      timer = undefined;
      drop();
    },
    state: () => current,
    onState: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}
