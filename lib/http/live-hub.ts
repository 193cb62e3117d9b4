/** Hands notices of the database to the browsers of the organisation that they concern: many streams, one LISTEN connection. */
import type { listen } from "@/lib/db/listen";
import { type LiveChange, LiveTopic } from "@/lib/shared/live";

export const COALESCE_MS = 250;
export const STREAMS_PER_SESSION = 8;
export const STREAMS_PER_PROCESS = 1000;
/** More distinct refs than this within one interval are told as "all of it". */
const MOST_REFS = 20;

export type LiveSubscriber = {
  orgId: string;
  sessionId: string;
  onChange: (change: LiveChange) => void;
  onResync: () => void;
};

type Pending = { refs: Set<string>; timer: NodeJS.Timeout };
type Entry = LiveSubscriber & { pending: Map<LiveTopic, Pending> };

export type LiveHub = {
  /** The returned function ends the subscription; null when the session, or this process, has too many. */
  subscribe: (subscriber: LiveSubscriber) => (() => void) | null;
  size: () => number;
};

/** At most one message a topic in 250 ms: the first at once, what follows gathered until the interval ends. */
function tell(entry: Entry, topic: LiveTopic, ref: string): void {
  const waiting = entry.pending.get(topic);
  if (waiting) {
    waiting.refs.add(ref);
    return;
  }
  entry.onChange({ topic, refs: [ref] });
  startInterval(entry, topic);
}

function startInterval(entry: Entry, topic: LiveTopic): void {
  const refs = new Set<string>();
  const timer = setTimeout(() => {
    entry.pending.delete(topic);
    if (refs.size === 0) return;
    entry.onChange({ topic, refs: refs.size > MOST_REFS ? [] : [...refs] });
    startInterval(entry, topic);
  }, COALESCE_MS);
  entry.pending.set(topic, { refs, timer });
}

export function createLiveHub(startListening: typeof listen): LiveHub {
  const entries = new Set<Entry>();
  let stop: (() => Promise<void>) | null = null;

  const leave = (entry: Entry) => {
    if (!entries.delete(entry)) return;
    for (const { timer } of entry.pending.values()) clearTimeout(timer);
    if (entries.size > 0) return;
    void stop?.().catch(() => undefined);
    stop = null;
  };

  const subscribe = (subscriber: LiveSubscriber) => {
    const ofSession = [...entries].filter((entry) => entry.sessionId === subscriber.sessionId).length;
    if (ofSession >= STREAMS_PER_SESSION || entries.size >= STREAMS_PER_PROCESS) return null;
    const entry: Entry = { ...subscriber, pending: new Map() };
    entries.add(entry);
    if (stop) entry.onResync();
    stop ??= startListening({
      onNotice: (notice) => {
        // What only processes among themselves are told is no topic of pages.
        const topic = LiveTopic.safeParse(notice.topic);
        if (!topic.success) return;
        for (const each of entries) if (each.orgId === notice.orgId) tell(each, topic.data, notice.ref);
      },
      onConnect: () => {
        for (const each of entries) each.onResync();
      },
    });
    return () => leave(entry);
  };

  return { subscribe, size: () => entries.size };
}
