"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { LiveChange, LiveTopic } from "@/lib/shared/live";
import { createLiveConnection, type LiveConnection, type LiveState } from "./live-connection";
import { createRefresher } from "./refresher";

export type { LiveState } from "./live-connection";

type Listener = { onChange: (change: LiveChange) => void; onResync: () => void };
type Live = { connection: LiveConnection; listeners: Set<Listener> };

const Context = createContext<Live | null>(null);

/** Holds the one event stream of the app. It belongs in the shell, so that it outlives navigation. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [live] = useState(() => makeLive(() => router.refresh()));
  // The event stream is the outside system: open while the page can be seen, closed while it cannot.
  useEffect(() => {
    const follow = () => (document.visibilityState === "hidden" ? live.connection.stop() : live.connection.start());
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      live.connection.stop();
    };
  }, [live]);
  return <Context value={live}>{children}</Context>;
}

function makeLive(onDoubt: () => void): Live {
  const listeners = new Set<Listener>();
  const connection = createLiveConnection({
    open: () => new EventSource("/api/live"),
    now: Date.now,
    onChange: (change) => {
      for (const each of listeners) each.onChange(change);
    },
    onResync: () => {
      for (const each of listeners) each.onResync();
    },
    onDoubt,
  });
  return { connection, listeners };
}

const connecting: LiveState = { state: "connecting" };
const never = () => () => undefined;

/** Whether what is on screen follows the system: for the shell's indicator. */
export function useLiveState(): LiveState {
  const live = useContext(Context);
  return useSyncExternalStore(
    live?.connection.onState ?? never,
    live?.connection.state ?? (() => connecting),
    () => connecting,
  );
}

/** Which operations to ask again when a topic changes. Keep it outside the component: its identity matters. */
export type LiveMap = { readonly [topic in LiveTopic]?: readonly string[] };

/** Keeps the queries of the named operations current while the component is shown; asks at most once in `everyMs`. */
export function useLive(map: LiveMap, { everyMs = 1_000, active = true } = {}): void {
  const live = useContext(Context);
  const queries = useQueryClient();
  // Subscribing to the event stream is what this effect is for.
  useEffect(() => {
    if (!live || !active) return;
    const refresh = createRefresher(
      (id) => queries.invalidateQueries({ queryKey: [id] }, { cancelRefetch: false }),
      everyMs,
    );
    const listener: Listener = {
      onChange: ({ topic }) => {
        for (const id of map[topic] ?? []) refresh(id);
      },
      onResync: () => {
        for (const id of new Set(Object.values(map).flat())) refresh(id);
      },
    };
    live.listeners.add(listener);
    return () => void live.listeners.delete(listener);
  }, [live, queries, map, everyMs, active]);
}
