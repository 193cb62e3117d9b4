/**
 * JSON-RPC messages as one line each. A line from the client is never passed on as it came: it is read, held to the strict
 * form of a message, and written anew, so that the server cannot read anything else in it than was decided about
 * (duplicate members, names that differ by case, numbers that round, text after a carriage return).
 */
import type { Json, JsonObject } from "../canonical.ts";
import { firstInexactNumber } from "./exact-numbers.ts";
import { isTooDeep } from "./nesting.ts";

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

export type MessageId = string | number;
export type RequestMessage = { kind: "request"; id: MessageId; method: string; params: Json | undefined };
export type NotificationMessage = { kind: "notification"; method: string; params: Json | undefined };
export type ResponseMessage = { kind: "response"; id: MessageId | null; result?: Json; error?: Json };
export type Message = RequestMessage | NotificationMessage | ResponseMessage;

/** Why a line is not a message; `id` when its sender can be answered. */
export class NotAMessage extends Error {
  override name = "NotAMessage";
  readonly code: number;
  readonly id: MessageId | null;
  constructor(code: number, reason: string, id: MessageId | null = null) {
    super(reason);
    this.code = code;
    this.id = id;
  }
}

const MEMBERS: ReadonlySet<string> = new Set(["jsonrpc", "id", "method", "params", "result", "error"]);
const METHOD = /^[A-Za-z0-9_$./-]{1,200}$/;

/** The message and, when one of its numbers cannot be carried exactly, that number. Throws {@link NotAMessage}. */
export function readMessage(line: string): { message: Message; inexact: string | null } {
  const value = parse(line);
  const message = messageOf(value);
  if (isTooDeep(line))
    throw new NotAMessage(
      INVALID_REQUEST,
      "The message is nested too deeply.",
      message.kind === "request" ? message.id : null,
    );
  return { message, inexact: firstInexactNumber(line) };
}

export function parse(line: string): Json {
  try {
    return JSON.parse(line);
  } catch {
    throw new NotAMessage(PARSE_ERROR, "The line is not JSON.");
  }
}

/** Holds a parsed value to the form of one message. */
export function messageOf(value: Json): Message {
  if (Array.isArray(value)) throw new NotAMessage(INVALID_REQUEST, "Batches are not taken: send one message a line.");
  if (!isObject(value)) throw new NotAMessage(INVALID_REQUEST, "A message is a JSON object.");
  const id = value.id;
  const answerTo = isId(id) ? id : null;
  const stray = Object.keys(value).find((name) => !MEMBERS.has(name));
  if (stray !== undefined || value.jsonrpc !== "2.0")
    throw new NotAMessage(INVALID_REQUEST, "The message is not JSON-RPC 2.0.", answerTo);
  return value.method === undefined ? response(value) : asked(value, answerTo);
}

function asked(value: JsonObject, answerTo: MessageId | null): Message {
  const { method, params, id } = value;
  const refuse = (reason: string): never => {
    throw new NotAMessage(INVALID_REQUEST, reason, answerTo);
  };
  if (typeof method !== "string" || !METHOD.test(method)) return refuse("The method is not the name of one.");
  if ("result" in value || "error" in value) return refuse("A message is a request or a response, not both.");
  if (params !== undefined && !isObject(params) && !Array.isArray(params))
    return refuse("The params are not an object.");
  // A server that does not mind case would run what was not decided about.
  if (method !== "tools/call" && method.toLowerCase() === "tools/call") return refuse(`There is no method ${method}.`);
  if (!("id" in value)) return { kind: "notification", method, params };
  return isId(id) ? { kind: "request", id, method, params } : refuse("The id is neither a string nor a number.");
}

function response(value: JsonObject): Message {
  const { id, result, error } = value;
  const both = (result === undefined) === (error === undefined);
  if (both || "params" in value || !(isId(id) || id === null))
    throw new NotAMessage(INVALID_REQUEST, "The message is neither a request nor a response.");
  return error === undefined ? { kind: "response", id, result } : { kind: "response", id, error };
}

/** One line, without its end. What some reader might take for the end of a line is escaped. */
export function writeMessage(message: Message): string {
  const { kind: _, ...members } = message;
  return writeJson({ jsonrpc: "2.0", ...members });
}

export function writeJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

export function errorResponse(id: MessageId | null, code: number, message: string, data?: Json): ResponseMessage {
  return { kind: "response", id, error: data === undefined ? { code, message } : { code, message, data } };
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isId = (value: unknown): value is MessageId =>
  typeof value === "string" ? value.length <= 1000 : Number.isSafeInteger(value);
