/** Requests as tools: what people approve, and policies name. One tool for each method; a tunnel is one of its own. */
import { digestOf, type JsonObject } from "../canonical.ts";

export const SERVER = "egress";

const WORDS = {
  GET: "Reads from a host through the egress proxy.",
  HEAD: "Asks for the headers of a page through the egress proxy.",
  OPTIONS: "Asks a host what it accepts, through the egress proxy.",
  POST: "Sends data to a host through the egress proxy.",
  PUT: "Stores data at a host through the egress proxy.",
  PATCH: "Changes data at a host through the egress proxy.",
  DELETE: "Deletes data at a host through the egress proxy.",
  CONNECT: "Opens a tunnel to a host through the egress proxy. What is inside is not seen.",
} as const;
export type EgressMethod = keyof typeof WORDS;

export const isEgressMethod = (text: string): text is EgressMethod => Object.hasOwn(WORDS, text);

const where = { host: { type: "string" }, port: { type: "integer" } };
const what = {
  path: { type: "string" },
  query: { type: "string" },
  bodyBytes: { type: "integer" },
  bodyDigest: { type: "string" },
};

function definitionOf(method: EgressMethod): JsonObject {
  const properties: JsonObject = method === "CONNECT" ? where : { ...where, ...what };
  const inputSchema = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
  return { name: method.toLowerCase(), description: WORDS[method], inputSchema };
}

export const egressTools = Object.keys(WORDS)
  .filter(isEgressMethod)
  .map((method) => ({ name: method.toLowerCase(), definition: definitionOf(method) }));

const pins = new Map(egressTools.map(({ name, definition }) => [name, digestOf(definition)]));

export const egressTool = (method: EgressMethod): string => `${SERVER}/${method.toLowerCase()}`;
export const egressPin = (method: EgressMethod): string | undefined => pins.get(method.toLowerCase());
