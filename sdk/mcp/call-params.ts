/** Reads the params of a tools/call, and refuses what would reach the tool without policy having seen it. */
import type { Json, JsonObject } from "../canonical.ts";
import { printable } from "../pep/printable.ts";
import { isObject } from "./message.ts";

/** The client can be told what was wrong with its message; nothing was decided. */
export class InvalidCall extends Error {
  override name = "InvalidCall";
}

export type CallParams = {
  name: string;
  arguments: JsonObject;
  /** The agent's own words for why it calls. */
  reason: string | undefined;
  onBehalfOf: string | undefined;
  traceId: string | undefined;
  progressToken: string | number | undefined;
  /** What a client without a session says of itself in each request; a listing on its behalf says it too. */
  protocolMeta: JsonObject | undefined;
  /** What a client brings that comes back to a call which needed something of it. */
  state: string | undefined;
  responses: JsonObject | undefined;
  /** The params as they go to the server, but for the arguments. */
  rest: JsonObject;
};

const MEMBERS: ReadonlySet<string> = new Set(["name", "arguments", "_meta", "task", "inputResponses", "requestState"]);
const MAX_ON_BEHALF_OF = 300;

export function readCallParams(params: Json | undefined): CallParams {
  if (!isObject(params) || typeof params.name !== "string") throw new InvalidCall("A tool call names its tool.");
  const { name, arguments: args = {}, _meta: meta = {}, requestState: state, inputResponses: responses } = params;
  const stray = Object.keys(params).find((member) => !MEMBERS.has(member));
  if (stray !== undefined)
    throw new InvalidCall(`A tool call with "${printable(stray, 60)}" is not passed on: policy could not see it.`);
  if (!isObject(args)) throw new InvalidCall("The arguments of a tool call are an object.");
  if (!isObject(meta)) throw new InvalidCall("The _meta of a tool call is an object.");
  if (state !== undefined && typeof state !== "string")
    throw new InvalidCall("The requestState of a call is a string.");
  if (responses !== undefined && !isObject(responses)) throw new InvalidCall("The inputResponses are an object.");
  const onBehalfOf = text(meta["gatehouse/onBehalfOf"]);
  if (onBehalfOf !== undefined && onBehalfOf.length > MAX_ON_BEHALF_OF)
    throw new InvalidCall(`gatehouse/onBehalfOf is longer than ${MAX_ON_BEHALF_OF} characters.`);
  const { progressToken } = meta;
  return {
    name,
    arguments: args,
    reason: text(meta["gatehouse/reason"]),
    onBehalfOf,
    traceId: /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(text(meta.traceparent) ?? "")?.[1],
    progressToken: typeof progressToken === "string" || typeof progressToken === "number" ? progressToken : undefined,
    protocolMeta: protocolMeta(meta),
    state,
    responses,
    rest: params,
  };
}

const text = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);

export function protocolMeta(meta: JsonObject): JsonObject | undefined {
  const entries = Object.entries(meta).filter(([name]) => name.startsWith("io.modelcontextprotocol/"));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
