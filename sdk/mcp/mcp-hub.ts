/**
 * Several servers, each behind its own proxy, as one server to a client. Tools and prompts go by `server__name`; resources
 * keep their addresses and are asked of the server that lists them; news, questions and logs of all of them reach the client.
 */
import type { JsonObject } from "../canonical.ts";
import type { Logger } from "../pep/logger.ts";
import { messageOf as textOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { HubLanes, type Lane, type Said } from "./hub-lanes.ts";
import { joined } from "./hub-names.ts";
import { type Ask, HubRequests, Refused } from "./hub-requests.ts";
import { HubResources } from "./hub-resources.ts";
import { HubSubscriptions } from "./hub-subscriptions.ts";
import type { Line } from "./line-reader.ts";
import {
  errorResponse,
  isObject,
  type MessageId,
  NotAMessage,
  type NotificationMessage,
  type RequestMessage,
  type ResponseMessage,
  readMessage,
  writeMessage,
} from "./message.ts";
import { FAILED, INVALID_REQUEST } from "./protocol.ts";

const LIST_CHANGES = ["tools", "prompts", "resources"].map((kind) => `notifications/${kind}/list_changed`);

type Asked = { lane: string; id: number };

export class McpHub {
  private readonly toClient: (line: string) => void;
  private readonly log: Logger;
  private readonly lanes: HubLanes;
  private readonly subscriptions: HubSubscriptions;
  /** What was asked of servers for a request of the client's, for its cancellation. */
  private readonly open = new Map<MessageId, Asked[]>();
  /** Questions of servers to the client. */
  private readonly questions = new Map<MessageId, { lane: string; id: MessageId }>();
  private readonly requests: HubRequests;
  private count = 0;
  private inSession = false;

  constructor(toClient: (line: string) => void, log: Logger) {
    this.toClient = toClient;
    this.log = log;
    this.lanes = new HubLanes((said) => this.said(said));
    const resources = new HubResources();
    this.subscriptions = new HubSubscriptions(toClient, this.lanes, resources);
    this.requests = new HubRequests(this.lanes, resources, (lane, reason) => this.ended(lane, reason));
  }

  add(lane: Lane): void {
    this.lanes.add(lane);
  }

  heard(lane: string, line: string): void {
    this.lanes.heard(lane, line);
  }

  /** A server that has ended takes with it what was its own, and nothing else. */
  ended(lane: string, reason: string): void {
    this.lanes.remove(lane, reason);
    this.log.warn(`The server ${lane} is gone: ${printable(reason, 300)}`);
    for (const method of LIST_CHANGES) {
      this.subscriptions.changed(method);
      if (this.inSession) this.toClient(writeMessage({ kind: "notification", method, params: undefined }));
    }
  }

  fromClient(line: Line): void {
    try {
      if ("fault" in line) throw new NotAMessage(INVALID_REQUEST, `The message was refused: ${line.fault}.`);
      if (line.text.trim() === "") return;
      const { message, inexact } = readMessage(line.text);
      if (inexact !== null) {
        const id = message.kind === "request" ? message.id : null;
        throw new NotAMessage(INVALID_REQUEST, `The number ${printable(inexact, 60)} cannot be carried exactly.`, id);
      }
      if (message.kind === "request") void this.requested(message);
      else if (message.kind === "response") this.repliedTo(message);
      else this.told(message);
    } catch (error) {
      const { code, id } = error instanceof NotAMessage ? error : { code: INVALID_REQUEST, id: null };
      this.toClient(writeMessage(errorResponse(id, code, textOf(error))));
    }
  }

  private async requested(request: RequestMessage): Promise<void> {
    const { id, method, params } = request;
    if (this.open.has(id) || this.subscriptions.has(id)) {
      const reason = "The id is in use by a request that was not answered yet.";
      this.toClient(writeMessage(errorResponse(id, INVALID_REQUEST, reason)));
      return;
    }
    this.open.set(id, []);
    const ask: Ask = (lane, given, other = method) =>
      this.lanes.ask(lane, other, given, (asked) => void this.open.get(id)?.push({ lane, id: asked }));
    if (method === "subscriptions/listen") {
      await this.requests.knowResources(params, ask);
      if (this.open.delete(id)) this.subscriptions.open(request);
      return;
    }
    const answer = await this.requests.answer(request, ask).catch(failureOf);
    // A request that was cancelled is no longer open, and wants no answer.
    if (this.open.delete(id)) this.toClient(writeMessage({ ...answer, id }));
  }

  private told(message: NotificationMessage): void {
    const { method, params } = message;
    if (method === "tools/call") throw new NotAMessage(INVALID_REQUEST, "A tool call has an id.");
    if (method === "notifications/cancelled") {
      this.cancelled(isObject(params) ? params : {});
      return;
    }
    if (method === "notifications/initialized") this.inSession = true;
    for (const lane of this.lanes.names) this.lanes.tell(lane, message);
  }

  private cancelled(params: JsonObject): void {
    const { requestId } = params;
    if (typeof requestId !== "string" && typeof requestId !== "number") return;
    this.subscriptions.cancel(requestId);
    const asked = this.open.get(requestId) ?? [];
    this.open.delete(requestId);
    for (const { lane, id } of asked) this.cancelAt(lane, { ...params, requestId: id });
  }

  private cancelAt(lane: string, params: JsonObject): void {
    this.lanes.tell(lane, { kind: "notification", method: "notifications/cancelled", params });
  }

  private repliedTo(reply: ResponseMessage): void {
    const question = reply.id === null ? undefined : this.questions.get(reply.id);
    if (!question || reply.id === null) return;
    this.questions.delete(reply.id);
    this.lanes.tell(question.lane, { ...reply, id: question.id });
  }

  private said({ lane, message }: Said): void {
    if (message.kind === "request") {
      this.count += 1;
      const id = `${lane}-${this.count}`;
      this.questions.set(id, { lane, id: message.id });
      this.toClient(writeMessage({ ...message, id }));
    } else if (!this.subscriptions.noticed(lane, message)) this.notice(lane, message);
  }

  private notice(lane: string, message: NotificationMessage): void {
    const { method, params } = message;
    if (method === "notifications/cancelled" && isObject(params)) {
      for (const [id, question] of this.questions) {
        if (question.lane !== lane || question.id !== params.requestId) continue;
        this.questions.delete(id);
        this.toClient(writeMessage({ ...message, params: { ...params, requestId: id } }));
      }
      return;
    }
    const logged = method === "notifications/message" && isObject(params);
    const logger = logged && typeof params.logger === "string" ? joined(lane, params.logger) : lane;
    this.toClient(writeMessage(logged ? { ...message, params: { ...params, logger } } : message));
  }
}

function failureOf(error: unknown): ResponseMessage {
  if (error instanceof Refused) return { kind: "response", id: null, error: error.error };
  return errorResponse(null, FAILED, printable(textOf(error), 300));
}
