/**
 * An MCP server that is reached by streamable HTTP. Every message is a POST, its answer a JSON body or a stream of events;
 * a stream that breaks is taken up again where the server gave its events ids.
 */
import http from "node:http";
import https from "node:https";
import type { Json } from "../canonical.ts";
import { messageOf as textOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { requestHeaders } from "./header-values.ts";
import { readBody, readEvents, TooLong } from "./http-body.ts";
import { errorResponse, isObject, type Message, type MessageId, messageOf, parse, writeMessage } from "./message.ts";
import { FAILED } from "./protocol.ts";
import type { ServerSpec, Upstream, UpstreamEvents } from "./upstream.ts";

const RETRY_MS = 1000;
const MAX_TRIES = 5;
const GOODBYE_MS = 2000;

type Remote = Extract<ServerSpec, { kind: "url" }>;
type Sent = { method: "POST" | "GET" | "DELETE"; body?: string; headers: Record<string, string>; signal: AbortSignal };

export class HttpUpstream implements Upstream {
  private readonly spec: Remote;
  private readonly events: UpstreamEvents;
  private readonly agent: http.Agent;
  private readonly closing = new AbortController();
  private readonly open = new Map<MessageId, AbortController>();
  private sessionId: string | undefined;
  private version: string | undefined;
  /** The request that opens a session; its answer says in which revision. */
  private meeting: MessageId | undefined;
  /** A server may want to know that the session has begun before it is asked anything. */
  private begun: Promise<void> = Promise.resolve();
  private ended = false;

  constructor(spec: Remote, events: UpstreamEvents) {
    this.spec = spec;
    this.events = events;
    const { Agent } = spec.url.protocol === "https:" ? https : http;
    this.agent = new Agent({ keepAlive: true });
  }

  send(line: string): void {
    if (this.ended) return;
    const message = messageOf(parse(line));
    if (message.kind === "request") void this.request(line, message);
    else if (message.kind === "notification" && message.method === "notifications/cancelled")
      this.cancel(line, message);
    else if (message.kind === "notification" && message.method === "notifications/initialized") {
      this.begun = this.tell(line).then(() => void this.listen());
    } else void this.tell(line);
  }

  async close(): Promise<void> {
    if (this.sessionId !== undefined && !this.ended) {
      const signal = AbortSignal.timeout(GOODBYE_MS);
      await this.exchange({ method: "DELETE", headers: {}, signal }).then(
        (answer) => answer.resume(),
        () => undefined,
      );
    }
    this.finish(0, "The connection to the server was closed.");
  }

  private finish(code: number, reason: string): void {
    if (this.ended) return;
    this.ended = true;
    this.closing.abort();
    this.agent.destroy();
    this.events.ended(code, reason);
  }

  private async request(line: string, message: Extract<Message, { kind: "request" }>): Promise<void> {
    const { id, method, params } = message;
    if (method === "initialize") this.meeting = id;
    const control = new AbortController();
    this.open.set(id, control);
    const signal = AbortSignal.any([control.signal, this.closing.signal]);
    try {
      await this.begun;
      const name = isObject(params) && typeof params.name === "string" ? params.name : "";
      const schema = method === "tools/call" ? this.events.inputSchemaOf(name) : undefined;
      const headers = requestHeaders(method, params, schema);
      const answer = await this.exchange({ method: "POST", body: line, headers, signal });
      await this.readAnswer(answer, message, signal);
    } catch (error) {
      if (signal.aborted) return;
      const reason =
        error instanceof TooLong
          ? `The answer was dropped: ${error.message}.`
          : `The server could not be asked: ${whyOf(error)}`;
      this.fail(id, reason);
    } finally {
      this.open.delete(id);
    }
  }

  private async readAnswer(
    answer: http.IncomingMessage,
    { id, method }: Extract<Message, { kind: "request" }>,
    signal: AbortSignal,
  ): Promise<void> {
    const status = answer.statusCode ?? 0;
    if (method === "initialize") this.sessionId = headerOf(answer, "mcp-session-id") ?? this.sessionId;
    if (status === 404 && this.sessionId !== undefined) {
      answer.resume();
      this.fail(id, "The server has ended the session.");
      this.finish(1, "The server has ended the session.");
      return;
    }
    if (isStream(answer)) {
      await this.follow(answer, id, signal);
      return;
    }
    const text = await readBody(answer);
    if (status === 200) this.heard(text);
    else this.heardRefusal(id, status, text);
  }

  /** Reads a stream until the answer has come, and takes it up again where it breaks off. */
  private async follow(first: http.IncomingMessage, id: MessageId, signal: AbortSignal): Promise<void> {
    let lastId: string | undefined;
    let retry = RETRY_MS;
    for (let [tries, stream] = [0, first]; ; tries += 1) {
      let answered = false;
      const progress = await readEvents(stream, (data) => {
        tries = 0;
        answered ||= this.heard(data, id);
      }).catch((error) => {
        if (error instanceof TooLong) throw error;
        return { lastId: undefined, retry: undefined };
      });
      lastId = progress.lastId ?? lastId;
      retry = progress.retry ?? retry;
      if (answered || signal.aborted) return;
      if (lastId === undefined || tries >= MAX_TRIES) throw new Error("the stream ended before the answer came");
      await pause(Math.min(retry, 30_000), signal);
      stream = await this.exchange({ method: "GET", headers: { "last-event-id": lastId }, signal });
      if (!isStream(stream)) {
        stream.resume();
        throw new Error("the stream broke off, and the server does not take it up again");
      }
    }
  }

  /** What the server says of itself, in a session. */
  private async listen(): Promise<void> {
    const { signal } = this.closing;
    let lastId: string | undefined;
    for (let tries = 0; tries < MAX_TRIES && !signal.aborted; tries += 1) {
      try {
        const headers: Record<string, string> = lastId === undefined ? {} : { "last-event-id": lastId };
        const stream = await this.exchange({ method: "GET", headers, signal });
        if (!isStream(stream)) {
          stream.resume();
          // Most servers that have nothing to say answer 405.
          if ((stream.statusCode ?? 0) < 500) return;
        } else {
          const progress = await readEvents(stream, (data) => {
            tries = 0;
            this.heard(data);
          });
          lastId = progress.lastId ?? lastId;
        }
      } catch {
        // Tried again below.
      }
      await pause(RETRY_MS * 2 ** tries, signal);
    }
  }

  private async tell(line: string): Promise<void> {
    const { signal } = this.closing;
    try {
      const answer = await this.exchange({ method: "POST", body: line, headers: {}, signal });
      answer.resume();
      if (answer.statusCode === 404 && this.sessionId !== undefined)
        this.finish(1, "The server has ended the session.");
    } catch {
      // Nobody waits for an answer; the next request will show that the server is not there.
    }
  }

  /** Where requests stand alone, a request is cancelled by hanging up. */
  private cancel(line: string, { params }: Extract<Message, { kind: "notification" }>): void {
    const id = isObject(params) ? params.requestId : undefined;
    const running = typeof id === "string" || typeof id === "number" ? this.open.get(id) : undefined;
    if (this.sessionId === undefined && this.version === undefined) running?.abort();
    else void this.tell(line);
  }

  private exchange({ method, body, headers, signal }: Sent): Promise<http.IncomingMessage> {
    const { url, headers: own } = this.spec;
    const session: Record<string, string> = {};
    if (this.sessionId !== undefined) session["mcp-session-id"] = this.sessionId;
    if (this.version !== undefined) session["mcp-protocol-version"] = this.version;
    const accept = method === "GET" ? "text/event-stream" : "application/json, text/event-stream";
    const content =
      body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const { request } = url.protocol === "https:" ? https : http;
    return new Promise((resolve, reject) => {
      // Redirects are not followed: the headers may hold a secret that is meant for this server alone.
      const options = {
        method,
        agent: this.agent,
        signal,
        headers: { accept, ...content, ...session, ...headers, ...own },
      };
      const sent = request(url, options, resolve);
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /** True when it was the answer to `id`. */
  private heard(text: string, id?: MessageId): boolean {
    this.events.line({ text });
    let value: Json;
    try {
      value = parse(text);
    } catch {
      return false;
    }
    const answers = (Array.isArray(value) ? value : [value]).filter(isObject).filter((item) => !("method" in item));
    const met = answers.find((answer) => answer.id === this.meeting)?.result;
    if (isObject(met) && typeof met.protocolVersion === "string") this.version = met.protocolVersion;
    return id !== undefined && answers.some((answer) => answer.id === id);
  }

  /** A refusal by status may have a JSON-RPC error in its body, which says more. */
  private heardRefusal(id: MessageId, status: number, text: string): void {
    let value: Json = null;
    try {
      value = parse(text);
    } catch {
      // Said by the status.
    }
    if (isObject(value) && isObject(value.error)) {
      this.events.line({ text: writeMessage({ kind: "response", id, error: value.error }) });
      return;
    }
    const advice = status === 401 || status === 403 ? ": it wants to be authorised (--header)" : "";
    this.fail(id, `The server answered with HTTP status ${status}${advice}.`);
  }

  private fail(id: MessageId, reason: string): void {
    this.events.line({ text: writeMessage(errorResponse(id, FAILED, reason)) });
  }
}

const headerOf = ({ headers }: http.IncomingMessage, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
};

const isStream = (answer: http.IncomingMessage): boolean =>
  answer.statusCode === 200 && (headerOf(answer, "content-type") ?? "").toLowerCase().startsWith("text/event-stream");

const whyOf = (error: unknown): string => `${printable(textOf(error), 300)}.`;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}
