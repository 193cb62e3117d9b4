/**
 * Canonical JSON (RFC 8785) and the digests built on it.
 *
 * What is approved, signed or logged is always these bytes, so two parties that agree on a value agree on its digest.
 */
import { createHash } from "node:crypto";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Deeper values are refused: they serve no honest purpose and exhaust the stack of whoever reads them. */
export const MAX_DEPTH = 64;

export class NotCanonical extends Error {
  override name = "NotCanonical";
}

/** RFC 8785 text of `value`. Throws {@link NotCanonical} for what JSON cannot carry exactly, or nested deeper than `most` levels. */
export function canonicalJson(value: unknown, most: number = MAX_DEPTH): string {
  return write(value, most);
}

function write(value: unknown, left: number): string {
  if (left < 0) throw new NotCanonical("nested too deep");
  if (value === null) return "null";
  switch (typeof value) {
    case "boolean":
      return value ? "true" : "false";
    case "number":
      if (!Number.isFinite(value)) throw new NotCanonical("a number that is not finite");
      return JSON.stringify(value);
    case "string":
      return text(value);
    case "object":
      return Array.isArray(value) ? list(value, left) : record(value as Record<string, unknown>, left);
    default:
      throw new NotCanonical(`a value of type ${typeof value}`);
  }
}

function text(value: string): string {
  // A lone surrogate has no UTF-8 form, so two different strings would share one digest.
  if (!value.isWellFormed()) throw new NotCanonical("a string with a lone surrogate");
  return JSON.stringify(value);
}

function list(items: unknown[], left: number): string {
  const parts: string[] = [];
  for (const item of items) parts.push(write(item, left - 1));
  return `[${parts.join(",")}]`;
}

function record(object: Record<string, unknown>, left: number): string {
  const parts: string[] = [];
  // RFC 8785 orders names by UTF-16 code unit, which is what sort() does.
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    parts.push(`${text(key)}:${write(member, left - 1)}`);
  }
  return `{${parts.join(",")}}`;
}

/** `sha256:` and 64 lower-case hex digits. */
export function sha256(bytes: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Digest of the canonical JSON of `value`. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** Leaf hash of RFC 6962: SHA-256 over a zero byte and the entry, in lower-case hex. */
export function leafHash(entry: string | Uint8Array): string {
  return createHash("sha256").update(Buffer.of(0)).update(entry).digest("hex");
}
