/** Answers the requests of a client from several servers: from all of them, or from the one that is meant. */
import type { Json, JsonObject } from "../canonical.ts";
import { type LaneResult, LISTS, mergedList, mergedMeeting } from "./hub-answers.ts";
import { type HubLanes, resultOf } from "./hub-lanes.ts";
import { parted } from "./hub-names.ts";
import type { HubResources } from "./hub-resources.ts";
import { errorResponse, isObject, type RequestMessage, type ResponseMessage } from "./message.ts";
import { FAILED, INVALID_PARAMS, LEGACY_VERSIONS, METHOD_NOT_FOUND, metaOf, UNSUPPORTED_VERSION } from "./protocol.ts";

const MAX_PAGES = 200;
/** A server that does not answer when all are asked does not keep the others from being heard. */
const ALL_WITHIN_MS = 15_000;

/** The error that the client gets. */
export class Refused extends Error {
  override name = "Refused";
  readonly error: Json;
  constructor(code: number, message: string, data?: Json) {
    super(message);
    this.error = data === undefined ? { code, message } : { code, message, data };
  }
}

/** Asks a server what the client has asked, with other params. */
export type Ask = (lane: string, params: Json | undefined, method?: string) => Promise<ResponseMessage>;

export class HubRequests {
  private readonly lanes: HubLanes;
  private readonly resources: HubResources;
  /** A server that could not be met. */
  private readonly onMissing: (lane: string, reason: string) => void;
  private readonly tasks = new Map<string, string>();
  private readonly capabilities = new Map<string, JsonObject>();

  constructor(lanes: HubLanes, resources: HubResources, onMissing: (lane: string, reason: string) => void) {
    this.lanes = lanes;
    this.resources = resources;
    this.onMissing = onMissing;
  }

  async answer(request: RequestMessage, ask: Ask): Promise<ResponseMessage> {
    const { method, params } = request;
    if (method === "initialize" || method === "server/discover") return this.meet(request, ask);
    if (LISTS[method]) return result(await this.list(method, params, ask));
    switch (method) {
      case "ping":
        return result({});
      case "logging/setLevel":
        await Promise.all(this.with("logging").map((lane) => soon(ask(lane, params))));
        return result({});
      case "tools/call":
      case "prompts/get":
        return this.byName(isObject(params) ? params : {}, ask);
      case "completion/complete":
        return this.complete(isObject(params) ? params : {}, ask);
    }
    if (method.startsWith("resources/")) return this.byOwner(params, isObject(params) ? params.uri : undefined, ask);
    if (method.startsWith("tasks/")) return this.forTask(params, ask);
    throw new Refused(METHOD_NOT_FOUND, `The method ${method} is not passed on: policy does not see it.`);
  }

  async knowResources(params: Json | undefined, ask: Ask): Promise<void> {
    const { progressToken: _, ...meta } = metaOf(params) ?? {};
    for (const method of ["resources/list", "resources/templates/list"])
      await this.list(method, { _meta: meta }, ask).catch(() => undefined);
  }

  private async meet({ method, params }: RequestMessage, ask: Ask): Promise<ResponseMessage> {
    const asked = this.lanes.names.map(async (lane) => ({ lane, answer: await soon(ask(lane, params)) }));
    const answers = await Promise.all(asked);
    const met = answers.flatMap(({ lane, answer }): LaneResult[] => {
      const value = resultOf(answer);
      return value ? [{ server: lane, result: value }] : [];
    });
    const failed = answers.filter(({ answer }) => !resultOf(answer));
    if (method === "server/discover" && failed.length > 0) {
      // All servers are spoken to in one revision; the client is told which to try.
      const names = failed.map(({ lane }) => lane).join(", ");
      const data = { supported: [...LEGACY_VERSIONS], requested: "2026-07-28" };
      throw new Refused(UNSUPPORTED_VERSION, `These servers do not speak this revision: ${names}.`, data);
    }
    const [first] = failed;
    if (met.length === 0 && first) return first.answer;
    for (const { lane, answer } of failed) this.onMissing(lane, JSON.stringify(answer.error ?? null));
    for (const { server, result: value } of met)
      this.capabilities.set(server, isObject(value.capabilities) ? value.capabilities : {});
    return result(mergedMeeting(method, met));
  }

  private async list(method: string, params: Json | undefined, ask: Ask): Promise<JsonObject> {
    const [kind = ""] = method.split("/", 1);
    const all = await Promise.all(this.with(kind).map((lane) => pagesOf(lane, method, params, ask)));
    const pages = all.flat();
    for (const { server, result: value } of pages) this.resources.note(server, method, value);
    if (pages.length === 0) throw new Refused(METHOD_NOT_FOUND, `No server answers to ${method}.`);
    return mergedList(method, pages);
  }

  /** The servers that can do it, or have not said. */
  private with(capability: string): string[] {
    return this.lanes.names.filter(
      (lane) => this.capabilities.get(lane)?.[capability] !== undefined || !this.capabilities.has(lane),
    );
  }

  private async byName(params: JsonObject, ask: Ask): Promise<ResponseMessage> {
    const at = typeof params.name === "string" ? parted(params.name) : null;
    if (!at || !this.lanes.has(at.server))
      throw new Refused(INVALID_PARAMS, "There is no such name: names are those of the list, server__name.");
    const answer = await ask(at.server, { ...params, name: at.name });
    const value = resultOf(answer);
    const task = value && isObject(value.task) ? value.task : value;
    if (task && typeof task.taskId === "string") this.tasks.set(task.taskId, at.server);
    return answer;
  }

  private complete(params: JsonObject, ask: Ask): Promise<ResponseMessage> {
    const ref = isObject(params.ref) ? params.ref : {};
    if (ref.type !== "ref/prompt") return this.byOwner(params, ref.uri, ask);
    const at = typeof ref.name === "string" ? parted(ref.name) : null;
    if (!at) throw new Refused(INVALID_PARAMS, "There is no such prompt: names are those of the list, server__name.");
    return ask(at.server, { ...params, ref: { ...ref, name: at.name } });
  }

  private async byOwner(params: Json | undefined, uri: Json | undefined, ask: Ask): Promise<ResponseMessage> {
    if (typeof uri !== "string") throw new Refused(INVALID_PARAMS, "The resource is named by its uri.");
    if (this.resources.ownerOf(uri) === null) await this.knowResources(params, ask);
    const owner = this.resources.ownerOf(uri);
    if (owner === null) throw new Refused(INVALID_PARAMS, "No server lists this resource, or a template that it fits.");
    return ask(owner, params);
  }

  private forTask(params: Json | undefined, ask: Ask): Promise<ResponseMessage> {
    const taskId = isObject(params) ? params.taskId : undefined;
    const owner = typeof taskId === "string" ? this.tasks.get(taskId) : undefined;
    if (owner === undefined) throw new Refused(INVALID_PARAMS, "There is no such task.");
    return ask(owner, params);
  }
}

/** None of a server that does not have such a list. */
async function pagesOf(lane: string, method: string, given: Json | undefined, ask: Ask): Promise<LaneResult[]> {
  const pages: LaneResult[] = [];
  const { cursor: _, ...params } = isObject(given) ? given : {};
  let cursor: Json | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const value = resultOf(await soon(ask(lane, cursor === undefined ? params : { ...params, cursor }, method)));
    if (!value) return pages;
    pages.push({ server: lane, result: value });
    cursor = value.nextCursor;
    if (cursor === undefined || cursor === null) break;
  }
  return pages;
}

function soon(answer: Promise<ResponseMessage>): Promise<ResponseMessage> {
  return new Promise((resolve) => {
    const late = setTimeout(
      () => resolve(errorResponse(null, FAILED, "The server did not answer in time.")),
      ALL_WITHIN_MS,
    );
    void answer.then((message) => {
      clearTimeout(late);
      resolve(message);
    });
  });
}

const result = (value: JsonObject): ResponseMessage => ({ kind: "response", id: null, result: value });
