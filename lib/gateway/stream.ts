/** Opens one point's event stream. */
import type http from "node:http";
import type { Ctx } from "@/lib/db/ctx";
import { PointStream } from "./point-stream";
import type { StreamHub } from "./stream-hub";

const headers = [
  "content-type: text/event-stream",
  "cache-control: no-store",
  "x-accel-buffering: no",
  // Who speaks HTTP/1.0 reads until the end; nobody else may send a second request behind a stream.
  "connection: close",
];
const head = (chunked: boolean) =>
  `HTTP/1.1 200 OK\r\n${[...headers, ...(chunked ? ["transfer-encoding: chunked"] : [])].join("\r\n")}\r\n\r\n`;

/**
 * The answer is written to the socket itself: an event then costs one write of a shared buffer for each reader, where a
 * response would frame each of them anew.
 */
export async function openStream(
  hub: StreamHub,
  ctx: Ctx,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
): Promise<void> {
  const { socket } = outgoing;
  // Without a socket, an answer to an earlier request is still under way in front of this one.
  if (!socket || socket.destroyed) return void incoming.destroy();
  const chunked = incoming.httpVersionMinor > 0;
  const stream = new PointStream(ctx.orgId, ctx.actor.id, socket, chunked);
  outgoing.on("close", () => hub.leave(stream));
  try {
    const { head: upTo, state, missed } = await hub.join(stream, lastEventId(incoming));
    if (stream.closed) return;
    socket.setNoDelay(true);
    stream.begin(head(chunked), state, missed, upTo);
  } catch (error) {
    hub.leave(stream);
    throw error;
  }
}

function lastEventId(incoming: http.IncomingMessage): number | null {
  const last = Number(incoming.headers["last-event-id"] || Number.NaN);
  return Number.isInteger(last) && last >= 0 ? last : null;
}
