/** What a point reports, read one event at a time, so that a bad one costs only itself. */
import { isStorable } from "@/lib/audit/contract";
import { storable } from "@/lib/audit/record";
import { PepEvent } from "@/sdk/wire/protocol";

export type CheckedEvent = { id: string; event: PepEvent } | { id: string | null; refused: string };

export function checkEvent(given: unknown): CheckedEvent {
  const parsed = PepEvent.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { id: idOf(given), refused: `${issue?.path.join(".") || "event"}: ${issue?.message ?? "not an event"}` };
  }
  const { data } = parsed;
  const instants = data.type === "gap" ? [data.at, data.firstAt, data.lastAt] : [data.at];
  // Postgres has no year zero, and a call from before computers is a clock that was never set.
  if (instants.some((at) => Date.parse(at) < 0)) return { id: data.id, refused: "at: not a time since 1970" };
  return { id: data.id, event: isTextStorable(data) ? data : withStorableTexts(data) };
}

function idOf(given: unknown): string | null {
  const id = typeof given === "object" && given !== null && "id" in given ? given.id : null;
  return typeof id === "string" ? id.slice(0, 64) : null;
}

const isTextStorable = (event: PepEvent): boolean =>
  Object.values(event).every((value) =>
    typeof value === "string" ? isStorable(value) : !Array.isArray(value) || value.every(isStorable),
  );

/** An agent must not be able to make its own call unrecordable: what Postgres cannot hold is written as an escape. */
const withStorableTexts = <Event extends PepEvent>(event: Event): Event =>
  JSON.parse(JSON.stringify(event), (_, value) => (typeof value === "string" ? storable(value) : value));
