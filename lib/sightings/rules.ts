/** Words and times of sightings. Pure, browser-safe. */
import { z } from "zod";

export const Source = z.enum(["telemetry", "activity", "scan", "card"]);
export type Source = z.infer<typeof Source>;

export const SightingState = z.enum(["waiting", "confirmed", "merged", "rejected"]);
export type SightingState = z.infer<typeof SightingState>;

/** Of these, being seen is having acted. */
export const acts = (source: Source): boolean => source === "telemetry" || source === "activity";

/** One not seen for so many days counts as vanished. A repository and a card say so themselves as soon as they are looked at. */
export const VANISHED_DAYS: Readonly<Record<Source, number>> = { telemetry: 30, activity: 30, scan: 30, card: 7 };

/** How many of one source may wait; beyond it nothing new is noted, so that nobody can fill the queue. */
export const MOST_WAITING: Readonly<Record<Source, number>> = { telemetry: 200, activity: 200, scan: 2000, card: 500 };

const DAY_MS = 86_400_000;
type Seen = { source: Source; origin: string; lastSeenAt: Date; goneAt: Date | null };

/** Why it counts as vanished, in a sentence; null while it does not. */
export function vanished({ source, origin, lastSeenAt, goneAt }: Seen, now: Date): string | null {
  const day = lastSeenAt.toISOString().slice(0, 10);
  if (goneAt !== null)
    return source === "card"
      ? `Its address serves no agent card any more. It was last there on ${day}.`
      : `The last whole scan of ${origin} no longer has it. It was last there on ${day}.`;
  const days = VANISHED_DAYS[source];
  if (now.getTime() - lastSeenAt.getTime() < days * DAY_MS) return null;
  const what: Record<Source, string> = {
    telemetry: `Telemetry reported no call of it in ${days} days, the last on ${day}.`,
    activity: `No point reported a call of it in ${days} days, the last on ${day}.`,
    scan: `${origin} was not scanned in ${days} days. It was last found there on ${day}.`,
    card: `Its card could not be read in ${days} days. It was last there on ${day}.`,
  };
  return what[source];
}

/** Whether seeing it again ends a rejection. */
export const returns = (source: Source, rejectedUntil: Date | null, now: Date): boolean =>
  acts(source) || (rejectedUntil !== null && rejectedUntil <= now);
