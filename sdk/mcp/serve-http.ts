/** Serves MCP clients over streamable HTTP, in both revisions at one address, and stands between them and the servers. */
import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Logger, messageOf as textOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { decodeHeader } from "./header-values.ts";
import { readBody, TooLong } from "./http-body.ts";
import { type GuardOptions, refusalOf } from "./http-guard.ts";
import { HttpSession } from "./http-session.ts";
import { HttpStateless } from "./http-stateless.ts";
import { McpSession } from "./mcp-session.ts";
import { errorResponse, type Message, type MessageId, NotAMessage, readMessage, writeMessage } from "./message.ts";
import {
  claimedVersion,
  HEADER_MISMATCH,
  INVALID_PARAMS,
  INVALID_REQUEST,
  LEGACY_VERSIONS,
  MODERN_VERSIONS,
  namedBy,
  PARSE_ERROR,
  UNSUPPORTED_VERSION,
} from "./protocol.ts";
import type { NamedServer } from "./upstream.ts";

const PATH = "/mcp";
const MAX_SESSIONS = 200;
const IDLE_MS = 30 * 60_000;

export type ServeHttpOptions = GuardOptions & {
  port: number;
  point: EnforcementPoint;
  agentId: string;
  servers: readonly NamedServer[];
  allowedMethods?: ReadonlySet<string>;
  log: Logger;
};

class Refused extends Error {
  readonly status: number;
  readonly code: number;
  readonly id: MessageId | null;
  readonly data: { [name: string]: string | string[] } | undefined;
  constructor(status: number, code: number, reason: string, id: MessageId | null = null, data?: Refused["data"]) {
    super(reason);
    this.status = status;
    this.code = code;
    this.id = id;
    this.data = data;
  }
}

export class McpHttpServer {
  private readonly options: ServeHttpOptions;
  private readonly server: http.Server;
  private readonly sessions = new Map<string, HttpSession>();
  private stateless: HttpStateless | null = null;
  private readonly sweep: NodeJS.Timeout;

  constructor(options: ServeHttpOptions) {
    this.options = options;
    this.server = http.createServer((request, response) => void this.handle(request, response));
    // A call may wait for people for as long as they take.
    this.server.requestTimeout = 0;
    this.sweep = setInterval(() => this.endIdle(), 60_000);
    this.sweep.unref();
  }

  /** The address, once it listens. */
  listen(): Promise<URL> {
    const { host, port } = this.options;
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, host.replace(/^\[|\]$/g, ""), () => {
        const { port: taken } = this.server.address() as AddressInfo;
        resolve(new URL(`http://${host}:${taken}${PATH}`));
      });
    });
  }

  async close(): Promise<void> {
    clearInterval(this.sweep);
    const closed = new Promise((resolve) => this.server.close(resolve));
    const all = [...this.sessions.values()];
    this.sessions.clear();
    await Promise.all([...all.map((session) => session.close()), this.stateless?.close()]);
    this.server.closeAllConnections();
    await closed;
  }

  private async handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    try {
      const refusal = refusalOf(request, this.options);
      for (const [name, value] of Object.entries(refusal?.headers ?? {})) response.setHeader(name, value);
      if (refusal) throw new Refused(refusal.status, INVALID_REQUEST, refusal.reason);
      if (new URL(request.url ?? "/", "http://proxy").pathname !== PATH)
        throw new Refused(404, INVALID_REQUEST, `MCP is served at ${PATH}.`);
      if (request.method === "POST") await this.post(request, response);
      else if (request.method === "GET") this.listenTo(request, response);
      else if (request.method === "DELETE") await this.end(request, response);
      else throw new Refused(405, INVALID_REQUEST, "MCP is spoken by POST, GET and DELETE.");
    } catch (error) {
      this.refuse(response, error);
    }
  }

  private refuse(response: http.ServerResponse, error: unknown): void {
    const known = error instanceof Refused ? error : asRefused(error);
    this.options.log.warn(`A request was refused: ${printable(known.message, 300)}`);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, id, code, message, data } = known;
    response.writeHead(status, { "content-type": "application/json", connection: "close" });
    response.end(writeMessage(errorResponse(id, code, message, data)));
  }

  private async post(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const type = (headerOf(request, "content-type") ?? "").split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json") throw new Refused(415, INVALID_REQUEST, "The body has to be application/json.");
    const text = await readBody(request);
    const { message, inexact } = readMessage(text);
    const id = message.kind === "request" ? message.id : null;
    const version = message.kind === "response" ? undefined : claimedVersion(message.params);
    const header = headerOf(request, "mcp-protocol-version");
    if (version === undefined && header !== undefined && MODERN_VERSIONS.includes(header)) {
      if (message.kind === "request")
        throw new Refused(400, INVALID_PARAMS, "The request does not say in its _meta which revision it speaks.", id);
      // Where there is no session, there is nothing that a notification could be about.
      response.writeHead(202).end();
      return;
    }
    if (version !== undefined && message.kind === "request") {
      if (inexact !== null && message.method !== "tools/call")
        throw new Refused(400, INVALID_REQUEST, `The number ${printable(inexact, 60)} cannot be carried exactly.`, id);
      checkHeaders(request, message, version);
      this.statelessLine().post(message, response, inexact === null ? undefined : text);
      return;
    }
    if (header !== undefined && !LEGACY_VERSIONS.includes(header))
      throw new Refused(400, INVALID_REQUEST, `The revision ${printable(header, 40)} is not spoken here.`, id);
    const isFirst = message.kind === "request" && message.method === "initialize";
    const session = isFirst ? this.begin() : this.sessionOf(request, id);
    session.post(message, text, response);
  }

  private begin(): HttpSession {
    if (this.sessions.size >= MAX_SESSIONS) throw new Refused(503, INVALID_REQUEST, "There are too many sessions.");
    const session = new HttpSession(randomUUID());
    const end = (): void => {
      this.sessions.delete(session.id);
      void session.close();
    };
    session.begin(this.open((line) => session.toClient(line), end));
    this.sessions.set(session.id, session);
    return session;
  }

  private statelessLine(): HttpStateless {
    if (this.stateless) return this.stateless;
    const line = new HttpStateless();
    const end = (reason: string): void => {
      this.stateless = null;
      line.ended(reason);
    };
    line.begin(this.open((text) => line.toClient(text), end));
    this.stateless = line;
    return line;
  }

  private open(toClient: (line: string) => void, end: (reason: string) => void): McpSession {
    const { point, agentId, servers, allowedMethods, log } = this.options;
    const ended = (_code: number, reason: string): void => {
      log.warn(printable(reason, 300));
      end(reason);
    };
    return new McpSession({ point, agentId, servers, allowedMethods, log, toClient, ended });
  }

  private sessionOf(request: http.IncomingMessage, id: MessageId | null = null): HttpSession {
    const name = headerOf(request, "mcp-session-id");
    if (name === undefined)
      throw new Refused(400, INVALID_REQUEST, "The session is missing: begin with initialize.", id);
    const session = this.sessions.get(name);
    if (!session) throw new Refused(404, INVALID_REQUEST, "There is no such session, or it has ended.", id);
    return session;
  }

  private listenTo(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (headerOf(request, "mcp-session-id") === undefined)
      throw new Refused(405, INVALID_REQUEST, "A stream belongs to a session: begin with initialize.");
    const session = this.sessionOf(request);
    if (headerOf(request, "last-event-id") !== undefined)
      throw new Refused(400, INVALID_REQUEST, "Streams are not taken up again here: events have no ids.");
    if (!session.listen(response)) throw new Refused(409, INVALID_REQUEST, "The session has a stream already.");
  }

  private async end(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const session = this.sessionOf(request);
    this.sessions.delete(session.id);
    response.writeHead(200).end();
    await session.close();
  }

  private endIdle(): void {
    for (const session of this.sessions.values()) {
      if (!session.isIdle || Date.now() - session.lastUsed < IDLE_MS) continue;
      this.sessions.delete(session.id);
      void session.close();
    }
  }
}

/** What stands between may have acted by the headers, so they have to say what the body says. */
function checkHeaders(
  request: http.IncomingMessage,
  { id, method, params }: Extract<Message, { kind: "request" }>,
  version: string,
): void {
  if (!MODERN_VERSIONS.includes(version)) {
    const data = { supported: [...MODERN_VERSIONS, ...LEGACY_VERSIONS], requested: version };
    throw new Refused(400, UNSUPPORTED_VERSION, "This revision is not spoken here.", id, data);
  }
  const name = headerOf(request, "mcp-name");
  const pairs: [string, string | undefined, string | undefined][] = [
    ["MCP-Protocol-Version", headerOf(request, "mcp-protocol-version"), version],
    ["Mcp-Method", headerOf(request, "mcp-method"), method],
    ["Mcp-Name", name === undefined ? undefined : decodeHeader(name), namedBy(method, params)],
  ];
  for (const [header, said, meant] of pairs)
    if (said !== meant)
      throw new Refused(400, HEADER_MISMATCH, `The header ${header} does not say what the body says.`, id);
}

function asRefused(error: unknown): Refused {
  if (error instanceof NotAMessage) return new Refused(400, error.code, error.message, error.id);
  if (error instanceof TooLong) return new Refused(413, INVALID_REQUEST, `The body was refused: ${error.message}.`);
  if (error instanceof TypeError) return new Refused(400, PARSE_ERROR, "The body is not UTF-8.");
  return new Refused(500, INVALID_REQUEST, printable(textOf(error), 200));
}

const headerOf = ({ headers }: http.IncomingMessage, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
};
