/** What a server says of itself when it is met: its name, and what it says that it can do. */
import type { JsonObject } from "../canonical.ts";
import { isObject } from "./message.ts";
import { META_SERVER, metaOf } from "./protocol.ts";

/** The name that the server gives itself, as policies can write it. */
export function serverNameOf(result: JsonObject): string {
  const info = isObject(result.serverInfo) ? result.serverInfo : metaOf(result)?.[META_SERVER];
  const name = isObject(info) && typeof info.name === "string" ? info.name : "";
  return name.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 100) || "server";
}

/**
 * What is shown also changes when people approve a tool, so the proxy announces changes whether or not the server does.
 * Null when the server has no tools.
 */
export function withListChanged(result: JsonObject): JsonObject | null {
  const { capabilities } = result;
  if (!isObject(capabilities) || !isObject(capabilities.tools)) return null;
  return { ...result, capabilities: { ...capabilities, tools: { ...capabilities.tools, listChanged: true } } };
}
