/** A client's session over streamable HTTP, in the revisions that have one: its requests, and the stream between them. */
import type http from "node:http";
import { HttpExchange } from "./http-exchange.ts";
import type { McpSession } from "./mcp-session.ts";
import { isObject, type Message, type MessageId, messageOf, parse } from "./message.ts";
import { metaOf } from "./protocol.ts";

/** What is said while nobody listens is kept up to here. */
const MAX_UNHEARD = 200;

export class HttpSession {
  readonly id: string;
  lastUsed = Date.now();
  private readonly exchanges = new Map<MessageId, { exchange: HttpExchange; token: MessageId | undefined }>();
  private readonly unheard: string[] = [];
  private listening: HttpExchange | null = null;
  private session: McpSession | null = null;

  constructor(id: string) {
    this.id = id;
  }

  begin(session: McpSession): void {
    this.session = session;
  }

  get isIdle(): boolean {
    return this.exchanges.size === 0 && (this.listening === null || this.listening.isOver);
  }

  post(message: Message, text: string, response: http.ServerResponse): void {
    this.lastUsed = Date.now();
    const exchange = new HttpExchange(response);
    if (message.kind !== "request") {
      exchange.end();
    } else {
      if (message.method === "initialize") exchange.setHeader("mcp-session-id", this.id);
      const token = metaOf(message.params)?.progressToken;
      const known = typeof token === "string" || typeof token === "number" ? token : undefined;
      if (this.exchanges.has(message.id)) {
        exchange.answer(inUse(message.id), 400);
        return;
      }
      this.exchanges.set(message.id, { exchange, token: known });
    }
    this.session?.fromClient({ text });
  }

  /** The stream for what is not about a request. False when there is one already. */
  listen(response: http.ServerResponse): boolean {
    if (this.listening && !this.listening.isOver) return false;
    this.lastUsed = Date.now();
    this.listening = new HttpExchange(response);
    this.listening.stream();
    for (const line of this.unheard.splice(0)) this.listening.event(line);
    return true;
  }

  toClient(line: string): void {
    const message = messageOf(parse(line));
    if (message.kind === "response") {
      const found = message.id === null ? undefined : this.exchanges.get(message.id);
      if (message.id !== null) this.exchanges.delete(message.id);
      found?.exchange.answer(line);
      return;
    }
    const about = message.kind === "notification" ? this.requestOf(message) : undefined;
    const place = about ?? this.listening ?? this.newest();
    if (place && !place.isOver) place.event(line);
    else if (this.unheard.length < MAX_UNHEARD) this.unheard.push(line);
  }

  close(): Promise<void> {
    for (const { exchange } of this.exchanges.values()) exchange.end();
    this.exchanges.clear();
    this.listening?.end();
    return this.session?.close() ?? Promise.resolve();
  }

  private requestOf({ params }: Extract<Message, { kind: "notification" }>): HttpExchange | undefined {
    const token = isObject(params) ? params.progressToken : undefined;
    if (token === undefined) return undefined;
    for (const { exchange, token: known } of this.exchanges.values()) if (known === token) return exchange;
    return undefined;
  }

  private newest(): HttpExchange | undefined {
    return [...this.exchanges.values()].at(-1)?.exchange;
  }
}

const inUse = (id: MessageId): string =>
  JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32600, message: "The id is in use by another request." } });
