/**
 * Subscriptions of a client that has no session. News of tools is the proxy's own to tell, since what is visible also changes
 * when people approve a tool; the rest of a subscription is the server's.
 */
import type { Json, JsonObject } from "../canonical.ts";
import {
  isObject,
  type MessageId,
  type NotificationMessage,
  type RequestMessage,
  type ResponseMessage,
  writeMessage,
} from "./message.ts";
import { META_SUBSCRIPTION, metaOf } from "./protocol.ts";

const ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
const TOOLS_CHANGED = "notifications/tools/list_changed";

export class Subscriptions {
  private readonly toClient: (line: string) => void;
  /** By the id of the client's request: whether it wants news of tools. */
  private readonly open = new Map<MessageId, { tools: boolean }>();

  constructor(toClient: (line: string) => void) {
    this.toClient = toClient;
  }

  has(id: MessageId): boolean {
    return this.open.has(id);
  }

  /** What of the request is for the server; null when nothing is. */
  asked(request: RequestMessage): RequestMessage | null {
    const { id, params } = request;
    if (!isObject(params) || !isObject(params.notifications)) return request;
    const { toolsListChanged, ...others } = params.notifications;
    const tools = toolsListChanged === true;
    this.open.set(id, { tools });
    const isWanted = Object.values(others).some(
      (value) => value === true || (Array.isArray(value) && value.length > 0),
    );
    if (isWanted || !tools) return { ...request, params: { ...params, notifications: others } };
    this.acknowledge(id, {});
    return null;
  }

  cancel(id: MessageId): void {
    this.open.delete(id);
  }

  /** Tells every client that wants to know; true when there is one. */
  toolsChanged(): void {
    for (const [id, { tools }] of this.open) if (tools) this.say(TOOLS_CHANGED, id, {});
  }

  /** True when a notice of the server was dealt with here. */
  noticed({ method, params }: NotificationMessage): boolean {
    const id = metaOf(params)?.[META_SUBSCRIPTION];
    const subscription = typeof id === "string" || typeof id === "number" ? this.open.get(id) : undefined;
    if (!subscription || (typeof id !== "string" && typeof id !== "number")) return false;
    if (method === TOOLS_CHANGED) return true;
    if (method !== ACKNOWLEDGED) return false;
    this.acknowledge(id, isObject(params) && isObject(params.notifications) ? params.notifications : {});
    return true;
  }

  /** True when the end of a subscription at the server is not its end at the client. */
  answered({ id, error }: ResponseMessage): boolean {
    const subscription = id === null ? undefined : this.open.get(id);
    if (!subscription || id === null) return false;
    if (!subscription.tools) {
      this.open.delete(id);
      return false;
    }
    if (error !== undefined) this.acknowledge(id, {});
    return true;
  }

  private acknowledge(id: MessageId, honoured: JsonObject): void {
    const tools: JsonObject = this.open.get(id)?.tools ? { toolsListChanged: true } : {};
    this.say(ACKNOWLEDGED, id, { notifications: { ...honoured, ...tools } });
  }

  private say(method: string, id: MessageId, more: { [name: string]: Json }): void {
    const params = { ...more, _meta: { [META_SUBSCRIPTION]: id } };
    this.toClient(writeMessage({ kind: "notification", method, params }));
  }
}
