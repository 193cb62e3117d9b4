"use client";

import { absoluteTime } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/use-now";

/** The time of day, to the second, for something about to happen: "12:03:20". The whole instant is in the title. */
export function ClockTime({ at }: { at: string }) {
  const now = useNow();
  const instant = Date.parse(at);
  // Before the reader's clock is known, in UTC and said so: the same words on the server and while hydrating.
  const zone = now === null ? "UTC" : undefined;
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: zone }).format(instant);
  return (
    <time dateTime={at} title={absoluteTime(instant, zone)} className="whitespace-nowrap">
      {clock}
      {now === null ? " UTC" : null}
    </time>
  );
}
