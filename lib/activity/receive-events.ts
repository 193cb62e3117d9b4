/** One answer for each event that was sent, in order, whoever stores them and together with whatever else. */
import type { EventsOutput, PepEvent } from "@/sdk/wire/protocol";
import { checkEvent } from "./check-events";
import type { EventResult } from "./store-events";

type Answers = EventsOutput["results"];

/** What cannot be read is refused here; the rest goes to `store`, which must have committed before it answers. */
export async function receiveEvents(
  given: readonly unknown[],
  store: (events: PepEvent[]) => Promise<EventResult[]>,
): Promise<Answers> {
  const checked = given.map(checkEvent);
  const readable = checked.flatMap((one) => ("event" in one ? [one.event] : []));
  const results = readable.length > 0 ? await store(readable) : [];
  let next = 0;
  return checked.map((one): Answers[number] => {
    if ("refused" in one) return { id: one.id, status: "refused", reason: one.refused };
    const result = results[next++];
    if (!result) throw new Error("an event was neither stored nor refused");
    return { id: one.id, ...result };
  });
}
