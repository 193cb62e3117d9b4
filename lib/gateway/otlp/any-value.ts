/** Values of attributes, from either encoding, as JSON values. What JSON cannot hold is written out, so that it is seen. */
import type { Attributes } from "@/lib/telemetry/item";
import type { Json } from "@/sdk/canonical";
import { Malformed, members, textOf, whole } from "./reading";

export function attributesOf(given: unknown, where: string): Attributes {
  const found = new Map<string, Json>();
  for (const entry of members(given, where)) {
    const key = textOf(entry.key, `${where}.key`);
    if (!found.has(key)) found.set(key, jsonOf(entry.value, where));
  }
  return found;
}

/** The library and the reader of JSON have bounded the depth before. */
export function jsonOf(given: unknown, where: string): Json {
  if (given === null || given === undefined) return null;
  if (typeof given !== "object") throw new Malformed(`${where} has a value that is no AnyValue`);
  const value = given as Record<string, unknown>;
  if (set(value.stringValue)) return textOf(value.stringValue, where);
  if (set(value.boolValue)) return value.boolValue === true;
  if (set(value.intValue)) return wholeNumber(whole(value.intValue, where));
  if (set(value.doubleValue)) return double(value.doubleValue, where);
  if (set(value.arrayValue)) return members(listIn(value.arrayValue), where).map((item) => jsonOf(item, where));
  if (set(value.kvlistValue)) return Object.fromEntries(attributesOf(listIn(value.kvlistValue), where));
  if (set(value.bytesValue)) return bytesText(value.bytesValue);
  return null;
}

const set = (value: unknown): boolean => value !== null && value !== undefined;
const listIn = (holder: unknown): unknown =>
  typeof holder === "object" && holder !== null && "values" in holder ? holder.values : undefined;
const bytesText = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString("base64") : String(value);
/** Beyond what a number holds exactly, the digits are kept as text. */
const wholeNumber = (value: bigint): Json => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value));

function double(value: unknown, where: string): Json {
  if (typeof value !== "number" && typeof value !== "string") throw new Malformed(`${where} has a double that is none`);
  const number = Number(value);
  return Number.isFinite(number) ? number : String(value);
}
