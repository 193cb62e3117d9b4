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

/** RFC 8785 text of `value`. Throws {@link NotCanonical} for what JSON cannot carry exactly. */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotCanonical(`nested deeper than ${MAX_DEPTH} levels`);
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
      return Array.isArray(value) ? list(value, depth) : record(value as Record<string, unknown>, depth);
    default:
      throw new NotCanonical(`a value of type ${typeof value}`);
  }
}

function text(value: string): string {
  // A lone surrogate has no UTF-8 form, so two different strings would share one digest.
  if (!value.isWellFormed()) throw new NotCanonical("a string with a lone surrogate");
  return JSON.stringify(value);
}

function list(items: unknown[], depth: number): string {
  const parts: string[] = [];
  for (const item of items) parts.push(write(item, depth + 1));
  return `[${parts.join(",")}]`;
}

function record(object: Record<string, unknown>, depth: number): string {
  const parts: string[] = [];
  // RFC 8785 orders names by UTF-16 code unit, which is what sort() does.
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    parts.push(`${text(key)}:${write(member, depth + 1)}`);
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
