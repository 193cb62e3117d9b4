/**
 * The stream of orders from the gateway: one connection, renewed for ever. Silence is not taken for calm: when no event
 * has come for most of a lease, the connection is given up and made anew.
 */
import type { IncomingMessage } from "node:http";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { StreamEvent } from "../wire/protocol.ts";
import { type GatewayClient, GatewayRefused } from "./gateway-client.ts";
import { type Logger, messageOf } from "./logger.ts";
import { printable } from "./printable.ts";

const FIRST_DELAY = 250;
const LONGEST_DELAY = 10_000;
const DEFAULT_LEASE_SECONDS = 30;
const KNOWN_TYPES: ReadonlySet<string> = new Set(StreamEvent.options.map((option) => option.shape.type.value));

export type StreamHandlers = {
  onEvent(event: StreamEvent, id: string | null): void;
  /** Told after every attempt, also after one that never came up. */
  onConnection(up: boolean): void;
  /** Told when the gateway will not have this point, and it is not for the clock. */
  onRefused(): void;
  lastEventId(): string | null;
};

export class EventStream {
  connected = false;
  private readonly client: GatewayClient;
  private readonly path: string;
  private readonly handlers: StreamHandlers;
  private readonly log: Logger;
  private readonly stop = new AbortController();
  private cut: (() => void) | null = null;
  private silence: NodeJS.Timeout | undefined;
  private silenceMs = DEFAULT_LEASE_SECONDS * 750;
  private failures = 0;
  private running: Promise<void> | null = null;

  constructor(client: GatewayClient, path: string, handlers: StreamHandlers, log: Logger) {
    this.client = client;
    this.path = path;
    this.handlers = handlers;
    this.log = log;
  }

  start(): void {
    this.running ??= this.run();
  }

  async close(): Promise<void> {
    this.stop.abort();
    this.cut?.();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        await this.read(await this.connect());
      } catch (error) {
        this.failed(error);
      }
      this.mark(false);
      await this.pause();
    }
  }

  private failed(error: unknown): void {
    const why = printable(messageOf(error), 300);
    const refused = error instanceof GatewayRefused && (error.status === 401 || error.status === 403);
    if (refused) this.handlers.onRefused();
    if (this.failures > 0) return;
    this.log.warn(
      refused
        ? `The gateway does not accept this point: ${why}`
        : `The gateway cannot be reached (${why}); trying again.`,
    );
  }

  private connect(): Promise<IncomingMessage> {
    const headers: Record<string, string> = { accept: "text/event-stream", "cache-control": "no-cache" };
    const last = this.handlers.lastEventId();
    if (last !== null) headers["last-event-id"] = last;
    return this.client.stream(this.path, headers, this.stop.signal);
  }

  private read(response: IncomingMessage): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(this.silence);
        this.cut = null;
        response.destroy();
        resolve();
      };
      this.cut = end;
      this.expectWord();
      const parser = createParser({ onEvent: (message) => this.take(message, end) });
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => parser.feed(chunk));
      response.on("end", end);
      response.on("error", end);
      response.on("close", end);
    });
  }

  private take(message: EventSourceMessage, giveUp: () => void): void {
    // After the connection was given up, what is left in the buffer is not acted on: it will be sent again.
    if (this.cut !== giveUp) return;
    const body = json(message.data);
    const parsed = StreamEvent.safeParse(body);
    if (!parsed.success) {
      // A newer gateway may say things that this point need not know. An order that it should know and cannot read is
      // another matter: the connection is made anew, which begins with the complete state.
      if (!KNOWN_TYPES.has(typeOf(body) ?? message.event ?? "")) return;
      this.log.warn(`An order from the gateway could not be read: ${printable(parsed.error.message, 300)}`);
      giveUp();
      return;
    }
    if ("leaseSeconds" in parsed.data) this.silenceMs = parsed.data.leaseSeconds * 750;
    this.failures = 0;
    this.expectWord();
    this.handlers.onEvent(parsed.data, message.id ?? null);
    this.mark(true);
  }

  private expectWord(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.cut?.(), this.silenceMs);
    this.silence.unref();
  }

  private mark(up: boolean): void {
    if (up && this.connected) return;
    this.connected = up;
    this.handlers.onConnection(up);
  }

  /** Full jitter, so that a thousand points do not come back in the same instant. */
  private pause(): Promise<void> {
    const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 10);
    return new Promise((resolve) => {
      const timer = setTimeout(done, Math.random() * ceiling);
      const { signal } = this.stop;
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
      if (signal.aborted) done();
      else signal.addEventListener("abort", done, { once: true });
    });
  }
}

function typeOf(body: unknown): string | null {
  if (typeof body !== "object" || body === null || !("type" in body)) return null;
  return typeof body.type === "string" ? body.type : null;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
