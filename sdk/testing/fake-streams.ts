/** The event streams of a fake gateway, and the log that is said on them. */
import type http from "node:http";
import type { StreamEvent } from "../wire/protocol.ts";

type Logged = { sequence: number; event: StreamEvent };

export class FakeStreams {
  private readonly log: Logged[] = [];
  private readonly open = new Set<http.ServerResponse>();

  /** Begins with the state, then repeats what came after the last event that the point has seen. */
  begin(response: http.ServerResponse, state: StreamEvent, lastEventId: string | null): void {
    this.open.add(response);
    response.on("close", () => this.open.delete(response));
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    send(response, state, this.log.length);
    // As strict as the contract allows: what the state already contains is said again, for its acknowledgement.
    for (const { sequence, event } of this.log)
      if (lastEventId !== null && sequence > Number(lastEventId)) send(response, event, sequence);
  }

  /** Into the log, and to whoever listens. */
  say(event: StreamEvent): void {
    const sequence = this.log.length + 1;
    this.log.push({ sequence, event });
    for (const stream of this.open) send(stream, event, sequence);
  }

  /** To whoever listens, and not to be repeated. */
  mention(event: StreamEvent): void {
    for (const stream of this.open) send(stream, event);
  }

  /** What no contract allows. */
  sayRaw(text: string): void {
    for (const stream of this.open) stream.write(text);
  }

  sever(): void {
    for (const stream of this.open) stream.destroy();
  }
}

function send(stream: http.ServerResponse, event: StreamEvent, id?: number): void {
  const identified = id === undefined ? "" : `id: ${id}\n`;
  stream.write(`${identified}event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}
