/**
 * A proxy between one MCP client and one MCP server that lets tool calls through only as the enforcement point decides.
 * Everything else that the protocol knows passes in both directions; what cannot be read for certain does not.
 */
import type { Json, JsonObject } from "../canonical.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Logger, messageOf as textOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { protocolMeta } from "./call-params.ts";
import { serverNameOf, withListChanged } from "./initialize-answer.ts";
import type { Line } from "./line-reader.ts";
import {
  errorResponse,
  isObject,
  type Message,
  type MessageId,
  messageOf,
  NotAMessage,
  type NotificationMessage,
  parse,
  type RequestMessage,
  type ResponseMessage,
  readMessage,
  writeMessage,
} from "./message.ts";
import { isTooDeep } from "./nesting.ts";
import { answeredBy } from "./oversized.ts";
import { OwnRequests } from "./own-requests.ts";
import {
  CLIENT_METHODS,
  CLIENT_NOTIFICATIONS,
  canOpenUrl,
  claimedVersion,
  FAILED,
  INVALID_REQUEST,
  META_CAPABILITIES,
  META_SUBSCRIPTION,
  METHOD_NOT_FOUND,
  metaOf,
} from "./protocol.ts";
import { Subscriptions } from "./subscriptions.ts";
import { ToolCalls } from "./tool-calls.ts";
import { ToolListing } from "./tool-listing.ts";
import { ToolReport } from "./tool-report.ts";
import { VisibleTools } from "./visible-tools.ts";

const TOOLS_CHANGED = "notifications/tools/list_changed";

export type McpProxyParts = {
  point: EnforcementPoint;
  agentId: string;
  /** Name under which policies know the server; by default the one that it gives itself. */
  server?: string;
  /** Methods beside those of the protocol that are passed on, though policy does not see what they do. */
  allowedMethods?: ReadonlySet<string>;
  toClient(line: string): void;
  toServer(line: string): void;
  log: Logger;
};

export class McpProxy {
  private readonly parts: McpProxyParts;
  private readonly calls: ToolCalls;
  private readonly listing: ToolListing;
  private readonly report: ToolReport;
  /** Requests of the client that the server has yet to answer, by method. */
  private readonly passed = new Map<MessageId, string>();
  private readonly own: OwnRequests;
  private readonly subscriptions: Subscriptions;
  private serverName: string | null;
  private readonly visible: VisibleTools;
  private readonly stopWatching: () => void;
  /** What the client of a session said that it can, once the server has taken it. */
  private capabilities: Json | undefined;
  private inSession = false;
  /** The proxy's own subscription to news of tools, where there is no session. */
  private ownSubscription: string | null = null;

  constructor(parts: McpProxyParts) {
    this.parts = parts;
    const { point, agentId, toClient, toServer } = parts;
    this.serverName = parts.server ?? null;
    this.own = new OwnRequests(toServer);
    this.subscriptions = new Subscriptions(toClient);
    const serverName = (): string | null => this.serverName;
    const changed = (): void => this.toolsChanged();
    this.report = new ToolReport(point, agentId, serverName, parts.log);
    this.visible = new VisibleTools({ point, agentId, serverName, changed });
    this.listing = new ToolListing(
      (params) => this.own.ask("tools/list", params),
      (tools) => {
        this.report.send(tools);
        this.visible.note(tools);
      },
    );
    this.calls = new ToolCalls({ point, agentId, listing: this.listing, serverName, toClient, toServer });
    this.stopWatching = point.onChange(() => {
      this.report.retry();
      this.visible.announce(this.listing.all());
    });
  }

  /** The input schema of a tool as it is known now. */
  inputSchemaOf(tool: string): Json | undefined {
    return this.listing.peek(tool)?.definition.inputSchema;
  }

  fromClient(line: Line): void {
    try {
      if ("fault" in line) throw new NotAMessage(INVALID_REQUEST, `The message was refused: ${line.fault}.`);
      if (line.text.trim() === "") return;
      const { message, inexact } = readMessage(line.text);
      if (message.kind === "request") this.requested(message, inexact);
      else this.passOn(message, inexact);
    } catch (error) {
      const { code, id } = error instanceof NotAMessage ? error : { code: INVALID_REQUEST, id: null };
      this.parts.log.warn(`A message of the client was refused: ${printable(textOf(error), 300)}`);
      this.parts.toClient(writeMessage(errorResponse(id, code, textOf(error))));
    }
  }

  fromServer(line: Line): void {
    if ("fault" in line) {
      this.parts.log.warn(`A message of the server was dropped: ${line.fault}.`);
      this.unreadable(answeredBy(line.edges), `The server's answer was dropped: ${line.fault}.`, "edges" in line);
      return;
    }
    if (line.text.trim() === "") return;
    try {
      const value = parse(line.text);
      if (isTooDeep(line.text)) {
        const id = isObject(value) && (typeof value.id === "string" || typeof value.id === "number") ? value.id : null;
        this.unreadable(id, "The server's answer was dropped: it is nested too deeply.", false);
        return;
      }
      const batch = Array.isArray(value) ? value : null;
      if (!batch) this.said(messageOf(value), line.text);
      else for (const item of batch) this.said(messageOf(item), writeMessage(messageOf(item)));
    } catch (error) {
      this.parts.log.warn(`A line of the server was dropped: ${printable(`${textOf(error)} ${line.text}`, 200)}`);
    }
  }

  /** Answers everything that the server can no longer answer. */
  serverEnded(reason = "The server ended before it answered."): void {
    this.stopWatching();
    this.listing.close();
    this.calls.close(reason);
    this.failAll(reason);
  }

  /** An answer that cannot be read fails the request that waits for it, or all of them when it does not say which. */
  private unreadable(id: MessageId | null, reason: string, isSomebodys: boolean): void {
    if (id !== null) {
      const message = errorResponse(id, FAILED, reason);
      this.answered(message, writeMessage(message));
    } else if (isSomebodys) {
      this.calls.failAll(reason);
      this.failAll(reason);
    }
  }

  private failAll(reason: string): void {
    this.own.fail(reason);
    const waiting = [...this.passed.keys()];
    this.passed.clear();
    for (const id of waiting) this.parts.toClient(writeMessage(errorResponse(id, FAILED, reason)));
  }

  private requested(message: RequestMessage, inexact: string | null): void {
    const { id, method, params } = message;
    if (this.passed.has(id) || this.calls.uses(id) || this.own.has(id) || this.subscriptions.has(id))
      throw new NotAMessage(INVALID_REQUEST, "The id is in use by a request that was not answered yet.", id);
    const modern = claimedVersion(params) !== undefined;
    if (modern && method !== "server/discover") this.follow(params);
    if (method === "tools/call") {
      const capabilities = modern ? metaOf(params)?.[META_CAPABILITIES] : this.capabilities;
      this.calls.call(message, inexact, { modern, opensUrls: canOpenUrl(capabilities) });
      return;
    }
    if (!CLIENT_METHODS.has(method) && !this.parts.allowedMethods?.has(method))
      throw new NotAMessage(METHOD_NOT_FOUND, `The method ${method} is not passed on: policy does not see it.`, id);
    this.refuseInexact(inexact, id);
    if (method === "initialize" && isObject(params)) this.capabilities = params.capabilities;
    const forServer = method === "subscriptions/listen" ? this.subscriptions.asked(message) : message;
    if (!forServer) return;
    this.passed.set(id, method);
    this.parts.toServer(writeMessage(forServer));
  }

  private passOn(message: NotificationMessage | ResponseMessage, inexact: string | null): void {
    this.refuseInexact(inexact, null);
    if (message.kind === "notification") {
      const { method, params } = message;
      // Without an id nobody could be told that it was refused, and it would still be run.
      if (!CLIENT_NOTIFICATIONS.has(method) && !this.parts.allowedMethods?.has(method))
        throw new NotAMessage(INVALID_REQUEST, `There is no notification ${method}, or it is not passed on.`);
      if (method === "notifications/cancelled" && this.cancelled(params)) return;
    }
    this.parts.toServer(writeMessage(message));
    if (message.kind !== "notification" || message.method !== "notifications/initialized") return;
    this.inSession = true;
    void this.listing.refresh();
  }

  private refuseInexact(inexact: string | null, id: MessageId | null): void {
    if (inexact === null) return;
    throw new NotAMessage(INVALID_REQUEST, `The number ${printable(inexact, 60)} cannot be carried exactly.`, id);
  }

  private cancelled(params: Json | undefined): boolean {
    if (!isObject(params)) return false;
    const { requestId, reason } = params;
    if (typeof requestId !== "string" && typeof requestId !== "number") return false;
    this.subscriptions.cancel(requestId);
    // A server does not answer what was cancelled, so nothing is waited for.
    if (this.passed.delete(requestId)) return false;
    return this.calls.cancel(requestId, typeof reason === "string" ? reason : "no reason given");
  }

  /** Where there is no session the server is asked for news of its tools, so that none can change unseen. */
  private follow(params: Json | undefined): void {
    if (this.ownSubscription !== null) return;
    const meta = protocolMeta(metaOf(params) ?? {});
    const asked: JsonObject = { notifications: { toolsListChanged: true }, ...(meta && { _meta: meta }) };
    this.listing.announces = false;
    const { id, answer } = this.own.begin("subscriptions/listen", asked);
    this.ownSubscription = id;
    const over = (): void => {
      this.listing.announces = false;
    };
    answer.then(over, over);
    void this.listing.refresh(meta);
  }

  private toolsChanged(): void {
    this.subscriptions.toolsChanged();
    if (!this.inSession) return;
    this.parts.toClient(writeMessage({ kind: "notification", method: TOOLS_CHANGED, params: undefined }));
  }

  private said(message: Message, line: string): void {
    if (message.kind === "response") this.answered(message, line);
    else if (message.kind !== "notification" || !this.noticed(message, line)) this.parts.toClient(line);
  }

  private noticed(message: NotificationMessage, line: string): boolean {
    const { method, params } = message;
    const subscription = metaOf(params)?.[META_SUBSCRIPTION];
    if (subscription === undefined || subscription !== this.ownSubscription)
      return this.subscriptions.noticed(message) || this.toolsNews(method, line);
    const honoured = isObject(params) && isObject(params.notifications) ? params.notifications.toolsListChanged : null;
    if (method.endsWith("/acknowledged")) this.listing.announces = honoured === true;
    else if (method === TOOLS_CHANGED) void this.listing.refresh().then(() => this.subscriptions.toolsChanged());
    return true;
  }

  private toolsNews(method: string, line: string): boolean {
    if (method !== TOOLS_CHANGED) return false;
    // The client hears of it when the new definitions are known here, so that it cannot be ahead.
    void this.listing.refresh().then(() => this.parts.toClient(line));
    return true;
  }

  private answered(message: ResponseMessage, line: string): void {
    const { id } = message;
    if (id === null) {
      this.parts.toClient(line);
      return;
    }
    if (this.calls.answered(line, message)) return;
    if (this.own.answered(message)) return;
    const method = this.passed.get(id);
    // An answer to nothing that was asked is not the client's.
    if (method === undefined) return;
    this.passed.delete(id);
    if (method === "subscriptions/listen" && this.subscriptions.answered(message)) return;
    this.parts.toClient(this.rewritten(method, message) ?? line);
  }

  /** The answer as the client gets it, where that is not as the server wrote it. */
  private rewritten(method: string, message: ResponseMessage): string | null {
    const { result } = message;
    if (!isObject(result)) return null;
    if (method === "initialize" || method === "server/discover") {
      this.serverName ??= serverNameOf(result);
      const announced = withListChanged(result);
      return announced && writeMessage({ ...message, result: announced });
    }
    if (method !== "tools/list" || !Array.isArray(result.tools)) return null;
    this.listing.note(result.tools);
    const tools = result.tools.filter((tool) => this.visible.includes(tool));
    // What this agent is shown is not what another would be shown.
    const scope: JsonObject = result.cacheScope === undefined ? {} : { cacheScope: "private" };
    return writeMessage({ ...message, result: { ...result, ...scope, tools } });
  }
}
