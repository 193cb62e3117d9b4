/**
 * Requests over HTTP in the revision that has no session. They share one line to the servers, on which each goes by an id of
 * its own, since two clients may use the same.
 */
import type http from "node:http";
import type { Json, JsonObject } from "../canonical.ts";
import { HttpExchange } from "./http-exchange.ts";
import type { McpSession } from "./mcp-session.ts";
import {
  isObject,
  type Message,
  type MessageId,
  messageOf,
  parse,
  type RequestMessage,
  writeMessage,
} from "./message.ts";
import {
  FAILED,
  INVALID_PARAMS,
  INVALID_REQUEST,
  META_SUBSCRIPTION,
  METHOD_NOT_FOUND,
  metaOf,
  UNSUPPORTED_VERSION,
} from "./protocol.ts";
import { withId } from "./raw-members.ts";

type Open = { exchange: HttpExchange; id: MessageId; token: Json | undefined; logs: boolean };
const LOG_LEVEL = "io.modelcontextprotocol/logLevel";

export class HttpStateless {
  private session: McpSession | null = null;
  private readonly open = new Map<number, Open>();
  private count = 0;

  begin(session: McpSession): void {
    this.session = session;
  }

  /** Requests that run now. */
  get size(): number {
    return this.open.size;
  }

  /** `raw` is given for a message that would lose digits when it is written anew; what follows refuses it, and says so. */
  post(message: RequestMessage, response: http.ServerResponse, raw?: string): void {
    const exchange = new HttpExchange(response);
    this.count += 1;
    const id = this.count;
    const meta = metaOf(message.params);
    const open: Open = { exchange, id: message.id, token: meta?.progressToken, logs: meta?.[LOG_LEVEL] !== undefined };
    this.open.set(id, open);
    // Whoever hangs up before the answer has cancelled.
    response.on("close", () => {
      if (!this.open.delete(id)) return;
      const params = { requestId: id, reason: "the client hung up" };
      this.tell({ kind: "notification", method: "notifications/cancelled", params });
    });
    if (raw !== undefined) {
      this.session?.fromClient({ text: withId(raw, id) });
      return;
    }
    const params: JsonObject = isObject(message.params) ? { ...message.params } : {};
    if (meta && open.token !== undefined) params._meta = { ...meta, progressToken: id };
    this.tell({ ...message, id, params });
  }

  toClient(line: string): void {
    const message = messageOf(parse(line));
    if (message.kind === "response") this.answered(message.id, message.error, line);
    else if (message.kind === "notification") this.noticed(message);
    else
      this.tell({
        kind: "response",
        id: message.id,
        error: { code: METHOD_NOT_FOUND, message: "There is no session to ask in." },
      });
  }

  /** No server is left. */
  ended(reason: string): void {
    for (const { exchange, id } of this.open.values())
      exchange.answer(writeMessage({ kind: "response", id, error: { code: FAILED, message: reason } }));
    this.open.clear();
    this.session = null;
  }

  close(): Promise<void> {
    const { session } = this;
    this.ended("The proxy is being closed.");
    return session?.close() ?? Promise.resolve();
  }

  private tell(message: Message): void {
    this.session?.fromClient({ text: writeMessage(message) });
  }

  private answered(id: MessageId | null, error: Json | undefined, line: string): void {
    const open = typeof id === "number" ? this.open.get(id) : undefined;
    if (!open || typeof id !== "number") return;
    this.open.delete(id);
    const code = isObject(error) ? error.code : undefined;
    open.exchange.answer(withId(line, open.id), statusOf(code));
  }

  private noticed(message: Extract<Message, { kind: "notification" }>): void {
    const params = isObject(message.params) ? message.params : {};
    const { progressToken } = params;
    const subscription = metaOf(params)?.[META_SUBSCRIPTION];
    const about = progressToken ?? subscription;
    const open = typeof about === "number" ? this.open.get(about) : this.newestThatLogs(message.method);
    if (!open) return;
    const own: JsonObject = { ...params };
    if (progressToken !== undefined && open.token !== undefined) own.progressToken = open.token;
    if (subscription !== undefined) own._meta = { ...metaOf(params), [META_SUBSCRIPTION]: open.id };
    open.exchange.event(writeMessage({ ...message, params: own }));
  }

  /** A server on standard streams does not say which request its logs are about. */
  private newestThatLogs(method: string): Open | undefined {
    return method === "notifications/message" ? [...this.open.values()].filter(({ logs }) => logs).at(-1) : undefined;
  }
}

/** As the revision gives errors of the protocol itself, and only those, a status. */
function statusOf(code: Json | undefined): number {
  if (code === METHOD_NOT_FOUND) return 404;
  return code === INVALID_REQUEST || code === UNSUPPORTED_VERSION || code === INVALID_PARAMS ? 400 : 200;
}
