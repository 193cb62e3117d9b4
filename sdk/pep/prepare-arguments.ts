/**
 * The arguments of a call, once: what is decided about, digested, approved, reported and run is the same canonical text,
 * so nothing can change them in between.
 */
import { canonicalJson, type JsonObject, MAX_DEPTH, sha256 } from "../canonical.ts";
import { messageOf } from "./logger.ts";
import { boundedText, type Redactor } from "./redact.ts";

export type PreparedArguments = {
  /** A copy that nobody else holds; null when the arguments have no exact form, and then nothing may run. */
  value: JsonObject | null;
  /** Why there is no exact form. */
  objection: string;
  digest: string;
  /** Redacted and bounded, for the report. */
  reported: string;
};

export function prepareArguments(input: unknown, redact: Redactor): PreparedArguments {
  try {
    if (!isPlain(input)) return unrepresentable(input, "they hold an object that is not plain", redact);
    const text = canonicalJson(input);
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return unrepresentable(input, "they are not an object", redact);
    const shown = redact(value);
    const reported = boundedText(shown === value ? text : canonicalJson(shown));
    return { value, objection: "", digest: sha256(text), reported };
  } catch (error) {
    return unrepresentable(input, messageOf(error), redact);
  }
}

/** No one must be able to make a call unreportable by its arguments. */
export function unrepresentable(input: unknown, objection: string, redact: Redactor): PreparedArguments {
  const reported = boundedText(describe(input, redact));
  return { value: null, objection, digest: sha256(reported), reported };
}

function describe(input: unknown, redact: Redactor): string {
  try {
    const text = JSON.stringify(isObject(input) ? redact(input) : input);
    return text === undefined ? `[${typeof input}]` : text;
  } catch {
    return "[arguments that cannot be written]";
  }
}

/** A Date or a Map has members of its own kind that JSON would silently leave out. */
function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return true;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  // Every realm has an Object.prototype of its own, and nothing above it.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
  return Object.values(value).every((member) => isPlain(member, depth + 1));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
