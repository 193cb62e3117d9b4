/** Subscriptions of a client to news of several servers: one at each server, one acknowledgement to the client. */
import type { Json, JsonObject } from "../canonical.ts";
import type { HubLanes } from "./hub-lanes.ts";
import type { HubResources } from "./hub-resources.ts";
import { isObject, type MessageId, type NotificationMessage, type RequestMessage, writeMessage } from "./message.ts";
import { META_SUBSCRIPTION, metaOf } from "./protocol.ts";

const ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
/** A server that does not acknowledge does not keep the others from being heard. */
const ACKNOWLEDGED_WITHIN_MS = 3000;

type Subscription = {
  id: MessageId;
  wanted: JsonObject;
  atLanes: Map<string, number>;
  /** Null once the client was told. */
  pending: Set<string> | null;
  honoured: JsonObject;
  timer: NodeJS.Timeout;
};

export class HubSubscriptions {
  private readonly toClient: (line: string) => void;
  private readonly lanes: HubLanes;
  private readonly resources: HubResources;
  private readonly subscriptions = new Map<MessageId, Subscription>();

  constructor(toClient: (line: string) => void, lanes: HubLanes, resources: HubResources) {
    this.toClient = toClient;
    this.lanes = lanes;
    this.resources = resources;
  }

  has(id: MessageId): boolean {
    return this.subscriptions.has(id);
  }

  open({ id, params }: RequestMessage): void {
    const wanted = isObject(params) && isObject(params.notifications) ? params.notifications : {};
    const names = this.lanes.names;
    const pending = new Set(names);
    const timer = setTimeout(() => this.acknowledge(subscription), ACKNOWLEDGED_WITHIN_MS);
    const subscription: Subscription = { id, wanted, atLanes: new Map(), pending, honoured: {}, timer };
    this.subscriptions.set(id, subscription);
    for (const lane of names) {
      const notifications = this.wantedOf(lane, wanted);
      const begin = (laneId: number): void => void subscription.atLanes.set(lane, laneId);
      const asked = { ...asObject(params), notifications };
      const answer = this.lanes.ask(lane, "subscriptions/listen", asked, begin);
      void answer.then(() => this.acknowledged(subscription, lane, {}));
    }
  }

  cancel(id: MessageId): void {
    const subscription = this.subscriptions.get(id);
    if (!subscription) return;
    clearTimeout(subscription.timer);
    this.subscriptions.delete(id);
    for (const [lane, requestId] of subscription.atLanes)
      this.lanes.tell(lane, { kind: "notification", method: "notifications/cancelled", params: { requestId } });
  }

  /** True when a server's notice was about a subscription. */
  noticed(lane: string, { method, params }: NotificationMessage): boolean {
    const laneId = metaOf(params)?.[META_SUBSCRIPTION];
    if (laneId === undefined) return false;
    for (const subscription of this.subscriptions.values()) {
      if (subscription.atLanes.get(lane) !== laneId) continue;
      const said = asObject(params);
      if (method === ACKNOWLEDGED) this.acknowledged(subscription, lane, asObject(said.notifications));
      else this.say(subscription, method, said);
      return true;
    }
    return true;
  }

  /** Tells of a change that no server tells of. */
  changed(method: string): void {
    const kind = `${method.split("/")[1]}ListChanged`;
    for (const subscription of this.subscriptions.values())
      if (subscription.wanted[kind] === true) this.say(subscription, method, {});
  }

  private wantedOf(lane: string, { resourceSubscriptions, ...wanted }: JsonObject): JsonObject {
    if (!Array.isArray(resourceSubscriptions)) return wanted;
    const own = resourceSubscriptions.filter((uri) => typeof uri === "string" && this.resources.ownerOf(uri) === lane);
    return own.length > 0 ? { ...wanted, resourceSubscriptions: own } : wanted;
  }

  private acknowledged(subscription: Subscription, lane: string, honoured: JsonObject): void {
    const { pending } = subscription;
    if (!pending?.delete(lane)) return;
    const before = subscription.honoured.resourceSubscriptions;
    const more = honoured.resourceSubscriptions;
    const uris: Json[] = [...(Array.isArray(before) ? before : []), ...(Array.isArray(more) ? more : [])];
    subscription.honoured = { ...subscription.honoured, ...honoured };
    if (uris.length > 0) subscription.honoured.resourceSubscriptions = uris;
    if (pending.size === 0) this.acknowledge(subscription);
  }

  private acknowledge(subscription: Subscription): void {
    clearTimeout(subscription.timer);
    if (!subscription.pending) return;
    subscription.pending = null;
    this.say(subscription, ACKNOWLEDGED, { notifications: subscription.honoured });
  }

  private say({ id }: Subscription, method: string, params: JsonObject): void {
    const meta = { ...metaOf(params), [META_SUBSCRIPTION]: id };
    this.toClient(writeMessage({ kind: "notification", method, params: { ...params, _meta: meta } }));
  }
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
