/**
 * A proxy between one MCP client and one MCP server that lets tool calls through only as the enforcement point decides.
 * Everything else passes in both directions; what cannot be read for certain does not.
 */
import type { Json } from "../canonical.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import type { Logger } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
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
import { OwnRequests } from "./own-requests.ts";
import { ToolCalls } from "./tool-calls.ts";
import { ToolListing } from "./tool-listing.ts";
import { ToolReport } from "./tool-report.ts";
import { VisibleTools } from "./visible-tools.ts";

const INVALID_REQUEST = -32600;
const SERVER_ENDED = -32000;

export type McpProxyParts = {
  point: EnforcementPoint;
  agentId: string;
  /** Name under which policies know the server; by default the one that it gives itself. */
  server?: string;
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
  private serverName: string | null;
  private readonly visible: VisibleTools;
  private readonly stopWatching: () => void;

  constructor(parts: McpProxyParts) {
    this.parts = parts;
    const { point, agentId, toClient, toServer } = parts;
    this.serverName = parts.server ?? null;
    this.own = new OwnRequests(toServer);
    const serverName = (): string | null => this.serverName;
    this.report = new ToolReport(point, agentId, serverName, parts.log);
    this.visible = new VisibleTools(point, serverName, toClient);
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

  fromClient(line: Line): void {
    try {
      if ("fault" in line) throw new NotAMessage(INVALID_REQUEST, `The message was refused: ${line.fault}.`);
      if (line.text.trim() === "") return;
      const { message, inexact } = readMessage(line.text);
      if (message.kind === "request") this.requested(message, inexact);
      else this.passOn(message, inexact);
    } catch (error) {
      if (!(error instanceof NotAMessage)) throw error;
      this.parts.log.warn(`A message of the client was refused: ${printable(error.message, 300)}`);
      this.parts.toClient(writeMessage(errorResponse(error.id, error.code, error.message)));
    }
  }

  fromServer(line: Line): void {
    if ("fault" in line) {
      this.parts.log.warn(`A message of the server was dropped: ${line.fault}.`);
      return;
    }
    if (line.text.trim() === "") return;
    try {
      const value = parse(line.text);
      const batch = Array.isArray(value) ? value : null;
      if (!batch) this.said(messageOf(value), line.text);
      else for (const item of batch) this.said(messageOf(item), writeMessage(messageOf(item)));
    } catch (error) {
      if (!(error instanceof NotAMessage)) throw error;
      this.parts.log.warn(`A line of the server was dropped: ${printable(`${error.message} ${line.text}`, 200)}`);
    }
  }

  /** Answers everything that the server can no longer answer. */
  serverEnded(): void {
    this.stopWatching();
    this.calls.serverEnded();
    const reason = "The server ended before it answered.";
    this.own.fail(reason);
    for (const id of this.passed.keys()) this.parts.toClient(writeMessage(errorResponse(id, SERVER_ENDED, reason)));
    this.passed.clear();
  }

  private requested(message: RequestMessage, inexact: string | null): void {
    const { id, method } = message;
    if (this.passed.has(id) || this.calls.uses(id) || this.own.has(id))
      throw new NotAMessage(INVALID_REQUEST, "The id is in use by a request that was not answered yet.", id);
    if (method === "tools/call") {
      void this.calls.call(message, inexact);
      return;
    }
    this.refuseInexact(inexact, id);
    this.passed.set(id, method);
    this.parts.toServer(writeMessage(message));
  }

  private passOn(message: NotificationMessage | ResponseMessage, inexact: string | null): void {
    this.refuseInexact(inexact, null);
    if (message.kind === "notification") {
      // Without an id nobody could be told that it was refused, and it would still be run.
      if (message.method === "tools/call") throw new NotAMessage(INVALID_REQUEST, "A tool call has an id.");
      if (message.method === "notifications/cancelled" && this.cancelled(message.params)) return;
    }
    this.parts.toServer(writeMessage(message));
    if (message.kind === "notification" && message.method === "notifications/initialized") void this.listing.refresh();
  }

  private refuseInexact(inexact: string | null, id: MessageId | null): void {
    if (inexact === null) return;
    throw new NotAMessage(INVALID_REQUEST, `The number ${printable(inexact, 60)} cannot be carried exactly.`, id);
  }

  private cancelled(params: Json | undefined): boolean {
    if (!isObject(params)) return false;
    const { requestId, reason } = params;
    if (typeof requestId !== "string" && typeof requestId !== "number") return false;
    // A server does not answer what was cancelled, so nothing is waited for.
    this.passed.delete(requestId);
    return this.calls.cancel(requestId, typeof reason === "string" ? reason : "no reason given");
  }

  private said(message: Message, line: string): void {
    if (message.kind === "response") {
      this.answered(message, line);
      return;
    }
    if (message.kind === "notification" && message.method === "notifications/tools/list_changed") {
      // The client hears of it when the new definitions are known here, so that it cannot be ahead.
      void this.listing.refresh().then(() => this.parts.toClient(line));
      return;
    }
    this.parts.toClient(line);
  }

  private answered(message: ResponseMessage, line: string): void {
    const { id } = message;
    if (id === null) {
      this.parts.toClient(line);
      return;
    }
    if (this.own.answered(message)) return;
    if (this.calls.answered(line, message)) return;
    const method = this.passed.get(id);
    // An answer to nothing that was asked is not the client's.
    if (method === undefined) return;
    this.passed.delete(id);
    this.parts.toClient(this.rewritten(method, message) ?? line);
  }

  /** The answer as the client gets it, where that is not as the server wrote it. */
  private rewritten(method: string, message: ResponseMessage): string | null {
    const { result } = message;
    if (!isObject(result)) return null;
    if (method === "initialize") {
      this.serverName ??= serverNameOf(result);
      const announced = withListChanged(result);
      return announced && writeMessage({ ...message, result: announced });
    }
    if (method !== "tools/list" || !Array.isArray(result.tools)) return null;
    this.listing.note(result.tools);
    const tools = result.tools.filter((tool) => this.visible.includes(tool));
    return writeMessage({ ...message, result: { ...result, tools } });
  }
}
