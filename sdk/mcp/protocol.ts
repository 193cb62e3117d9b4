/** What the proxy has to know of the two revisions of MCP that it carries. */
import type { Json, JsonObject } from "../canonical.ts";
import { isObject } from "./message.ts";

/** From this revision on there is no session: each request says itself which revision it speaks and what its client can. */
export const MODERN_VERSIONS: readonly string[] = ["2026-07-28"];
export const LEGACY_VERSIONS: readonly string[] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

export const META_VERSION = "io.modelcontextprotocol/protocolVersion";
export const META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
export const META_SERVER = "io.modelcontextprotocol/serverInfo";
export const META_SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;
export const HEADER_MISMATCH = -32020;
export const UNSUPPORTED_VERSION = -32022;
/** As the AuthZEN binding for MCP uses it for a call that policy does not permit. */
export const DENIED = -32001;
/** Something between the client and the tool failed. */
export const FAILED = -32000;
export const URL_ELICITATION_REQUIRED = -32042;

/**
 * What a client may ask of a server. A method that is not here could run a tool without policy having seen it, so it is
 * passed on only when whoever starts the proxy has named it.
 */
export const CLIENT_METHODS: ReadonlySet<string> = new Set([
  "initialize",
  "ping",
  "server/discover",
  "subscriptions/listen",
  "tools/list",
  "tools/call",
  "resources/list",
  "resources/templates/list",
  "resources/read",
  "resources/subscribe",
  "resources/unsubscribe",
  "prompts/list",
  "prompts/get",
  "completion/complete",
  "logging/setLevel",
  "tasks/list",
  "tasks/get",
  "tasks/result",
  "tasks/update",
  "tasks/cancel",
]);

export const CLIENT_NOTIFICATIONS: ReadonlySet<string> = new Set([
  "notifications/initialized",
  "notifications/cancelled",
  "notifications/progress",
  "notifications/roots/list_changed",
  "notifications/tasks/status",
]);

export const metaOf = (params: Json | undefined): JsonObject | undefined =>
  isObject(params) && isObject(params._meta) ? params._meta : undefined;

/** The revision that a request names for itself; undefined for the revisions that have a session. */
export function claimedVersion(params: Json | undefined): string | undefined {
  const claim = metaOf(params)?.[META_VERSION];
  return typeof claim === "string" ? claim : undefined;
}

/** Whether a client with these capabilities can send its user to an address. */
export const canOpenUrl = (capabilities: Json | undefined): boolean =>
  isObject(capabilities) && isObject(capabilities.elicitation) && isObject(capabilities.elicitation.url);

/** The member of the params that names what a request is about, which the header Mcp-Name repeats. */
export function namedBy(method: string, params: Json | undefined): string | undefined {
  const member = NAMED[method];
  const value = member !== undefined && isObject(params) ? params[member] : undefined;
  return typeof value === "string" ? value : undefined;
}

const NAMED: { [method: string]: string } = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
  "tasks/get": "taskId",
  "tasks/update": "taskId",
  "tasks/cancel": "taskId",
};
