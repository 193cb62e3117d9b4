/**
 * Several servers, each behind its own proxy, as one server to a client. Tools and prompts go by `server__name`; resources
 * keep their addresses and are asked of the server that lists them; news, questions and logs of all of them reach the client.
 */
import type { Json, JsonObject } from "../canonical.ts";
import type { Logger } from "../pep/logger.ts";
import { messageOf as textOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { type LaneResult, LISTS, mergedList, mergedMeeting } from "./hub-answers.ts";
import { HubLanes, type Lane, resultOf, type Said } from "./hub-lanes.ts";
import { joined, parted } from "./hub-names.ts";
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
import {
  FAILED,
  INVALID_PARAMS,
  INVALID_REQUEST,
  LEGACY_VERSIONS,
  METHOD_NOT_FOUND,
  metaOf,
  UNSUPPORTED_VERSION,
} from "./protocol.ts";

const MAX_PAGES = 200;
const LIST_CHANGES = ["tools", "prompts", "resources"].map((kind) => `notifications/${kind}/list_changed`);

class Refused extends Error {
  override name = "Refused";
  readonly error: Json;
  constructor(error: Json) {
    super("refused");
    this.error = error;
  }
}

type Asked = { lane: string; id: number };

export class McpHub {
  private readonly toClient: (line: string) => void;
  private readonly log: Logger;
  private readonly lanes: HubLanes;
  private readonly resources = new HubResources();
  private readonly subscriptions: HubSubscriptions;
  /** What was asked of servers for a request of the client's, for its cancellation. */
  private readonly open = new Map<MessageId, Asked[]>();
  /** Questions of servers to the client. */
  private readonly questions = new Map<MessageId, { lane: string; id: MessageId }>();
  private readonly tasks = new Map<string, string>();
  private count = 0;
  private inSession = false;

  constructor(toClient: (line: string) => void, log: Logger) {
    this.toClient = toClient;
    this.log = log;
    this.lanes = new HubLanes((said) => this.said(said));
    this.subscriptions = new HubSubscriptions(toClient, this.lanes, this.resources);
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
    const { id } = request;
    if (this.open.has(id) || this.subscriptions.has(id)) {
      this.toClient(
        writeMessage(errorResponse(id, INVALID_REQUEST, "The id is in use by a request that was not answered yet.")),
      );
      return;
    }
    this.open.set(id, []);
    let answer: ResponseMessage;
    try {
      const said = await this.answerTo(request);
      if (said === null) return;
      answer = { ...said, id };
    } catch (error) {
      answer =
        error instanceof Refused
          ? { kind: "response", id, error: error.error }
          : errorResponse(id, FAILED, printable(textOf(error), 300));
    } finally {
      // A request that was cancelled is no longer open, and wants no answer.
      if (!this.open.delete(id)) answer = { kind: "response", id: null };
    }
    if (answer.id !== null) this.toClient(writeMessage(answer));
  }

  /** Null for a request that is answered when it ends. */
  private async answerTo(request: RequestMessage): Promise<ResponseMessage | null> {
    const { method, params } = request;
    if (method === "initialize" || method === "server/discover") return this.meet(request);
    if (LISTS[method]) return result(await this.list(request));
    switch (method) {
      case "ping":
        return result({});
      case "logging/setLevel":
        await Promise.all(this.lanes.names.map((lane) => this.ask(request, lane, params)));
        return result({});
      case "subscriptions/listen":
        await this.knowResources(request, "");
        this.subscriptions.open(request);
        return null;
      case "tools/call":
      case "prompts/get":
        return this.askByName(request);
      case "completion/complete":
        return this.complete(request);
    }
    if (method.startsWith("resources/")) return this.askOwner(request, isObject(params) ? params.uri : undefined);
    if (method.startsWith("tasks/")) return this.askForTask(request);
    throw refusal(METHOD_NOT_FOUND, `The method ${method} is not passed on: policy does not see it.`);
  }

  private async meet(request: RequestMessage): Promise<ResponseMessage> {
    const answers = await this.askAll(request);
    const met = answers.flatMap(({ lane, answer }): LaneResult[] => {
      const value = resultOf(answer);
      return value ? [{ server: lane, result: value }] : [];
    });
    const failed = answers.filter(({ answer }) => !resultOf(answer));
    if (request.method === "server/discover" && failed.length > 0) {
      // All servers are spoken to in one revision; the client is told which to try.
      const names = failed.map(({ lane }) => lane).join(", ");
      const data = { supported: [...LEGACY_VERSIONS], requested: "2026-07-28" };
      throw refusal(UNSUPPORTED_VERSION, `These servers do not speak this revision: ${names}.`, data);
    }
    const [first] = failed;
    if (met.length === 0 && first) return first.answer;
    for (const { lane, answer } of failed) this.ended(lane, JSON.stringify(answer.error ?? null));
    return result(mergedMeeting(request.method, met));
  }

  private async list(request: RequestMessage): Promise<JsonObject> {
    const { method } = request;
    const pages = await Promise.all(this.lanes.names.map((lane) => this.allPages(request, lane)));
    for (const { server, result: value } of pages.flat()) this.resources.note(server, method, value);
    if (pages.flat().length === 0) throw refusal(METHOD_NOT_FOUND, `No server answers to ${method}.`);
    return mergedList(method, pages.flat());
  }

  /** None of a server that does not have such a list. */
  private async allPages(request: RequestMessage, lane: string): Promise<LaneResult[]> {
    const pages: LaneResult[] = [];
    const { cursor: _, ...params } = isObject(request.params) ? request.params : {};
    let cursor: Json | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const answer = await this.ask(request, lane, cursor === undefined ? params : { ...params, cursor });
      const value = resultOf(answer);
      if (!value) return pages;
      pages.push({ server: lane, result: value });
      cursor = value.nextCursor;
      if (cursor === undefined || cursor === null) break;
    }
    return pages;
  }

  private async askByName(request: RequestMessage): Promise<ResponseMessage> {
    const params = isObject(request.params) ? request.params : {};
    const at = typeof params.name === "string" ? parted(params.name) : null;
    if (!at || !this.lanes.has(at.server))
      throw refusal(INVALID_PARAMS, "There is no such name: names are those of the list, server__name.");
    const answer = await this.ask(request, at.server, { ...params, name: at.name });
    this.noteTask(at.server, answer);
    return answer;
  }

  private complete(request: RequestMessage): Promise<ResponseMessage> {
    const params = isObject(request.params) ? request.params : {};
    const ref = isObject(params.ref) ? params.ref : {};
    if (ref.type !== "ref/prompt") return this.askOwner(request, ref.uri);
    const at = typeof ref.name === "string" ? parted(ref.name) : null;
    if (!at) throw refusal(INVALID_PARAMS, "There is no such prompt: names are those of the list, server__name.");
    return this.ask(request, at.server, { ...params, ref: { ...ref, name: at.name } });
  }

  private async askOwner(request: RequestMessage, uri: Json | undefined): Promise<ResponseMessage> {
    if (typeof uri !== "string") throw refusal(INVALID_PARAMS, "The resource is named by its uri.");
    await this.knowResources(request, uri);
    const owner = this.resources.ownerOf(uri);
    if (owner === null) throw refusal(INVALID_PARAMS, "No server lists this resource, or a template that it fits.");
    return this.ask(request, owner, request.params);
  }

  private async knowResources(request: RequestMessage, uri: string): Promise<void> {
    if (this.resources.ownerOf(uri) !== null) return;
    const meta = metaOf(request.params);
    const { progressToken: _, ...rest } = meta ?? {};
    const params: JsonObject = meta ? { _meta: rest } : {};
    for (const method of ["resources/list", "resources/templates/list"])
      await this.list({ ...request, method, params }).catch(() => undefined);
  }

  private askForTask(request: RequestMessage): Promise<ResponseMessage> {
    const taskId = isObject(request.params) ? request.params.taskId : undefined;
    const owner = typeof taskId === "string" ? this.tasks.get(taskId) : undefined;
    if (owner === undefined) throw refusal(INVALID_PARAMS, "There is no such task.");
    return this.ask(request, owner, request.params);
  }

  private noteTask(lane: string, answer: ResponseMessage): void {
    const value = resultOf(answer);
    const task = value && isObject(value.task) ? value.task : value;
    if (task && typeof task.taskId === "string") this.tasks.set(task.taskId, lane);
  }

  private ask(request: RequestMessage, lane: string, params: Json | undefined): Promise<ResponseMessage> {
    const { id, answer } = this.lanes.ask(lane, request.method, params);
    this.open.get(request.id)?.push({ lane, id });
    return answer;
  }

  private askAll(request: RequestMessage): Promise<{ lane: string; answer: ResponseMessage }[]> {
    const asked = this.lanes.names.map(async (lane) => ({
      lane,
      answer: await this.ask(request, lane, request.params),
    }));
    return Promise.all(asked);
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

const result = (value: JsonObject): ResponseMessage => ({ kind: "response", id: null, result: value });

const refusal = (code: number, message: string, data?: Json): Refused =>
  new Refused(data === undefined ? { code, message } : { code, message, data });
