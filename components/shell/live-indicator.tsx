"use client";

import { cn } from "@/components/ui/cn";
import { Time } from "@/components/ui/time";

export type LiveState =
  | { state: "connecting" }
  | { state: "connected" }
  | { state: "reconnecting" }
  | { state: "stale"; since: string };

const look = {
  connecting: { dot: "animate-breathe border-[1.5px] border-edge", word: "Connecting" },
  connected: { dot: "bg-allow", word: "Live" },
  reconnecting: { dot: "animate-breathe border-[1.5px] border-hold", word: "Reconnecting" },
  stale: { dot: "rounded-none bg-deny", word: "Stale since" },
} as const;

/** Whether what is on screen still follows the system. Shape, word and hue change together. */
export function LiveIndicator({ live }: { live: LiveState }) {
  const { dot, word } = look[live.state];
  return (
    <span role="status" className="inline-flex items-center gap-1.5 whitespace-nowrap text-muted text-xs">
      <span aria-hidden="true" className={cn("size-2 forced-color-adjust-none rounded-full", dot)} />
      <span className="max-lg:sr-only">
        {word}
        {live.state === "stale" ? (
          <>
            {" "}
            <Time at={live.since} />
          </>
        ) : null}
      </span>
    </span>
  );
}
