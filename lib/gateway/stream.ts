/** One point's event stream. */
import type http from "node:http";
import type { Ctx } from "@/lib/db/ctx";
import { controlHead, pointStateEvent } from "@/lib/enforcement/point-state";
import type { StreamEvent } from "@/sdk/wire/protocol";
import { type Entry, frame, type StreamHub, type Subscriber } from "./stream-hub";

/** A reader this far behind is cut off: it comes back with Last-Event-ID and misses nothing. */
const MOST_BUFFERED_BYTES = 1024 * 1024;

/**
 * Registers first and reads the state afterwards; what is published meanwhile waits, so nothing falls between the two.
 * An event may be told twice (in the state and again as itself); each is true when repeated.
 */
export async function openStream(
  hub: StreamHub,
  ctx: Ctx,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
): Promise<void> {
  const waiting: Entry[] = [];
  let live = false;
  const write = (buffer: Buffer) => {
    if (outgoing.writableLength > MOST_BUFFERED_BYTES) outgoing.destroy();
    else outgoing.write(buffer);
  };
  const subscriber: Subscriber = {
    orgId: ctx.orgId,
    pepId: ctx.actor.id,
    entry: (entry) => (live ? write(entry.buffer) : void waiting.push(entry)),
    // A lease that is renewed before the state was told would begin the answer without its headers.
    raw: (buffer) => {
      if (live) write(buffer);
    },
    close: () => outgoing.destroy(),
  };
  outgoing.on("close", () => hub.remove(subscriber));
  try {
    await hub.add(subscriber);
    const head = await controlHead(ctx);
    const state: StreamEvent = await pointStateEvent(ctx, ctx.actor.id);
    const missed = await hub.entriesSince(ctx.orgId, resumeFrom(incoming, head), head);
    outgoing.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      connection: "keep-alive",
    });
    outgoing.socket?.setNoDelay(true);
    write(frame(head, state));
    for (const entry of missed) if (entry.pepId === null || entry.pepId === ctx.actor.id) write(entry.buffer);
    live = true;
    for (const entry of waiting) if (entry.seq > head) write(entry.buffer);
    await hub.connected(subscriber);
  } catch (error) {
    hub.remove(subscriber);
    throw error;
  }
}

/** Without a usable Last-Event-ID the state alone is enough. */
function resumeFrom(incoming: http.IncomingMessage, head: number): number {
  const last = Number(incoming.headers["last-event-id"] ?? Number.NaN);
  return Number.isInteger(last) && last >= 0 && last <= head ? last : head;
}
