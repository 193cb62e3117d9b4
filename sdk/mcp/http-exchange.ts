/**
 * The answer to one POST: a JSON body when nothing but the answer comes, a stream of events when more does, or when it takes
 * long. Events have no ids: a stream that breaks is not taken up again, and says so by having none.
 */
import type http from "node:http";

/** Clients and what stands between give up on a connection that is silent for long. */
const ALIVE_MS = 15_000;

export class HttpExchange {
  private readonly response: http.ServerResponse;
  private readonly headers: Record<string, string>;
  private readonly timer: NodeJS.Timeout;
  private streaming = false;

  constructor(response: http.ServerResponse, headers: Record<string, string> = {}) {
    this.response = response;
    this.headers = headers;
    this.timer = setInterval(() => this.keepAlive(), ALIVE_MS);
    response.on("close", () => clearInterval(this.timer));
  }

  get isOver(): boolean {
    return this.response.writableEnded || this.response.destroyed;
  }

  setHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  /** Something beside the answer. */
  event(line: string): void {
    if (this.isOver) return;
    this.stream();
    this.response.write(`event: message\ndata: ${line}\n\n`);
  }

  /** Opens the stream at once, for what has no answer of its own. */
  stream(): void {
    if (this.streaming || this.isOver) return;
    this.streaming = true;
    this.response.writeHead(200, {
      ...this.headers,
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    this.response.flushHeaders();
  }

  /** The answer, which ends it. `status` counts only while nothing was sent. */
  answer(line: string, status = 200): void {
    clearInterval(this.timer);
    if (this.isOver) return;
    if (this.streaming) {
      this.event(line);
      this.response.end();
      return;
    }
    const length = Buffer.byteLength(line);
    this.response.writeHead(status, { ...this.headers, "content-type": "application/json", "content-length": length });
    this.response.end(line);
  }

  end(): void {
    clearInterval(this.timer);
    if (this.streaming) this.response.end();
    else if (!this.isOver) this.response.writeHead(202, this.headers).end();
  }

  private keepAlive(): void {
    if (this.isOver) return;
    this.stream();
    this.response.write(": still here\n\n");
  }
}
