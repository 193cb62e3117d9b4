/** The request headers of revision 2026-07-28, which repeat what the body says so that what stands between can route by them. */
import type { Json, JsonObject } from "../canonical.ts";
import { isObject } from "./message.ts";
import { claimedVersion, namedBy } from "./protocol.ts";

const PREFIX = "=?base64?";
const SUFFIX = "?=";
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const MAX_DEPTH = 32;

export function encodeHeader(value: string): string {
  const plain = /^[\t\x20-\x7e]+$/.test(value) && value === value.trim() && !isEncoded(value);
  return plain ? value : `${PREFIX}${Buffer.from(value, "utf8").toString("base64")}${SUFFIX}`;
}

/** Undefined when it is not what an encoder writes. */
export function decodeHeader(value: string): string | undefined {
  if (!isEncoded(value)) return value;
  const text = value.slice(PREFIX.length, -SUFFIX.length);
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const isEncoded = (value: string): boolean =>
  value.length >= PREFIX.length + SUFFIX.length && value.startsWith(PREFIX) && value.endsWith(SUFFIX);

/** The headers that go with a request; none for a revision that has a session. */
export function requestHeaders(
  method: string,
  params: Json | undefined,
  inputSchema: Json | undefined,
): Record<string, string> {
  const version = claimedVersion(params);
  if (version === undefined) return {};
  const headers: Record<string, string> = { "mcp-protocol-version": version, "mcp-method": method };
  const name = namedBy(method, params);
  if (name !== undefined) headers["mcp-name"] = encodeHeader(name);
  const args = isObject(params) ? params.arguments : undefined;
  if (method !== "tools/call" || !isObject(args)) return headers;
  for (const [header, value] of declared(inputSchema, args, 0)) headers[`mcp-param-${header}`] = encodeHeader(value);
  return headers;
}

/** The arguments that the tool's schema wants repeated, by `x-mcp-header`. */
function declared(schema: Json | undefined, value: Json | undefined, depth: number): [string, string][] {
  if (!isObject(schema) || depth > MAX_DEPTH) return [];
  const header = schema["x-mcp-header"];
  const text = textOf(value);
  const own: [string, string][] =
    typeof header === "string" && TOKEN.test(header) && text !== undefined ? [[header.toLowerCase(), text]] : [];
  const { properties } = schema;
  if (!isObject(properties) || !isObject(value)) return own;
  const members: JsonObject = value;
  const inner = Object.entries(properties).flatMap(([name, part]) =>
    Object.hasOwn(members, name) ? declared(part, members[name], depth + 1) : [],
  );
  return [...own, ...inner];
}

function textOf(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "number") return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}
