/**
 * One message to one sink: read what is next, send it, and only then move on. Whatever goes wrong between sending and moving
 * on is sent again with the same ids and numbers.
 */
import type { Db } from "@/lib/db/client";
import type { Sink as SinkRow } from "@/lib/db/generated/client";
import { isChat, SinkKind } from "./contract";
import { readFeed } from "./feed";
import { type Loaded, loadItems } from "./load-items";
import { heartbeatEvent } from "./ocsf/own-event";
import { advance, noteFailure, noteSize, park } from "./progress";
import { backOffMs, larger, MOST_REFUSED_IN_ROW, smaller } from "./rules";
import type { Item, Sender } from "./senders/message";
import { mostInMessage } from "./senders/sender-for";

const HEARTBEAT_MS = 60_000;
/** Of one message, before it is put into the sink's own form: Splunk's default limit is a megabyte. */
const MOST_BYTES = 700_000;

/** sent: there may be more. idle: nothing is left. failed: to be tried later. lost: another process has the sink. */
export type Step = "sent" | "idle" | "failed" | "lost";

export async function deliverBatch(db: Db, sink: SinkRow, holder: string, sender: Sender): Promise<Step> {
  const most = Math.min(sink.batchSize, mostInMessage(SinkKind.parse(sink.kind)));
  const loaded = withinBytes(await loadItems(db, sink, await readFeed(db, sink, most)));
  const wanted = loaded.filter(({ event }) => event !== null);
  const heartbeat = await heartbeatFor(db, sink, wanted);
  const items = [...numbered(sink, wanted), ...(heartbeat ? [heartbeat] : [])];
  const lagMs = Math.max(0, ...loaded.map(({ waitedMs }) => waitedMs));
  if (items.length === 0) {
    if (loaded.length === 0) return "idle";
    return moveOn(db, sink, holder, { loaded, items, heartbeat, lagMs });
  }
  const sent = await sender.send({ sinkId: sink.id, items });
  if (sent.kind === "accepted") return moveOn(db, sink, holder, { loaded, items, heartbeat, lagMs });
  if (sent.kind === "refused") return refused(db, sink, holder, { loaded, items, heartbeat, lagMs }, sent.reason);
  return fail(db, sink, sent.reason, lagMs, sent.retryAfterMs);
}

type Tried = { loaded: readonly Loaded[]; items: readonly Item[]; heartbeat: Item | null; lagMs: number };

/** An event that is sent again keeps the number under which it was missed. */
function numbered(sink: SinkRow, wanted: readonly Loaded[]): Item[] {
  let next = Number(sink.sequence);
  return wanted.flatMap(({ event, fact, request, letter }) => {
    if (!event) return [];
    if (!letter) next++;
    return [{ event, fact, request, sequence: letter ? Number(letter.sequence) : next }];
  });
}

function withinBytes(loaded: readonly Loaded[]): Loaded[] {
  let bytes = 0;
  const cut = loaded.findIndex(({ event }, index) => {
    bytes += event ? JSON.stringify(event.ocsf).length : 0;
    return bytes > MOST_BYTES && index > 0;
  });
  return cut < 0 ? [...loaded] : loaded.slice(0, cut);
}

/** A sign of life once a minute, with the next number like any event, so that silence and loss can be told apart. */
async function heartbeatFor(db: Db, sink: SinkRow, wanted: readonly Loaded[]): Promise<Item | null> {
  if (isChat(SinkKind.parse(sink.kind))) return null;
  if (sink.heartbeatAt && Date.now() - sink.heartbeatAt.getTime() < HEARTBEAT_MS) return null;
  const fresh = wanted.filter(({ letter }) => letter === null).length;
  const sequence = Number(sink.sequence) + fresh + 1;
  const parked = await db.deadLetter.count({ where: { sinkId: sink.id, orgId: sink.orgId } });
  const { id: sinkId, orgId, missing } = sink;
  const delivered = Number(sink.delivered) + wanted.length;
  const event = heartbeatEvent({ orgId, sinkId, at: new Date(), sequence, delivered, parked, missing });
  return { event, sequence, fact: null };
}

async function moveOn(
  db: Db,
  sink: SinkRow,
  holder: string,
  { loaded, items, heartbeat, lagMs }: Tried,
): Promise<Step> {
  const letters = loaded.flatMap(({ letter, event }) => (letter && event ? [letter.id] : []));
  const last = loaded.at(-1)?.after ?? sink;
  const done = await advance(db, sink, holder, {
    place: last.place,
    placeOffset: last.placeOffset,
    numbers: items.length - letters.length,
    delivered: items.length - (heartbeat ? 1 : 0),
    missing: loaded.filter(({ gone }) => gone).length,
    batchSize: items.length > 0 ? larger(sink.batchSize, mostInMessage(SinkKind.parse(sink.kind))) : sink.batchSize,
    letters,
    lagMs,
    heartbeat: heartbeat !== null,
  });
  if (!done) return "lost";
  return loaded.length === 0 ? "idle" : "sent";
}

/** Half as many are tried next; one alone that is refused is put aside, unless everything is refused. */
async function refused(db: Db, sink: SinkRow, holder: string, tried: Tried, reason: string): Promise<Step> {
  const events = tried.loaded.filter(({ event }) => event !== null);
  if (events.length > 1) {
    await noteSize(db, sink, smaller(Math.min(sink.batchSize, tried.loaded.length)));
    return "sent";
  }
  const [one] = events;
  // What comes alone and is no event is a heartbeat: then the place is at fault.
  if (!one || sink.refusedInRow >= MOST_REFUSED_IN_ROW) return fail(db, sink, reason, tried.lagMs);
  return (await park(db, sink, holder, one, reason)) ? "sent" : "lost";
}

async function fail(db: Db, sink: SinkRow, reason: string, lagMs: number, askedMs?: number): Promise<Step> {
  await noteFailure(db, sink, reason, backOffMs(sink.failures + 1, Math.random(), askedMs), lagMs);
  return "failed";
}
