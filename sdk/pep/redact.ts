/**
 * Hides secrets in what is reported. The digest is of the full value all the same, so that a report can be held against
 * the original. The short hash in a mark tells equal values from different ones, and no more.
 */
import { canonicalJson, type Json, type JsonObject, sha256 } from "../canonical.ts";

const SECRET_NAME = /password|secret|token|authorization|api[_-]?key/i;
const MAX_TEXT = 65_536;

/** Returns `value` itself when nothing of it is hidden. */
export type Redactor = (value: JsonObject) => JsonObject;

/**
 * `more` adds to the names that are always hidden: key names (whatever their case), or JSON Pointers (RFC 6901) such as
 * `/card/number`.
 */
export function redactor(more: readonly string[] = []): Redactor {
  const pointers = new Set(more.filter((entry) => entry.startsWith("/")));
  const names = new Set(more.filter((entry) => !entry.startsWith("/")).map((name) => name.toLowerCase()));
  const hidden = (name: string, pointer: string): boolean =>
    SECRET_NAME.test(name) || names.has(name.toLowerCase()) || pointers.has(pointer);

  function walk(value: Json, at: string): Json {
    if (Array.isArray(value)) return items(value, at);
    return typeof value === "object" && value !== null ? members(value, at) : value;
  }
  function visit(name: string, value: Json, pointer: string): Json {
    return hidden(name, pointer) ? mark(value) : walk(value, pointer);
  }
  function items(list: Json[], at: string): Json[] {
    const shown = list.map((item, index) => visit(String(index), item, `${at}/${index}`));
    return shown.some((item, index) => item !== list[index]) ? shown : list;
  }
  function members(object: JsonObject, at: string): JsonObject {
    let same = true;
    const shown = Object.entries(object).map(([name, value]): [string, Json] => {
      const seen = visit(name, value, `${at}/${escapePointer(name)}`);
      same &&= seen === value;
      return [name, seen];
    });
    // Entries, not assignment: `__proto__` is a name like any other.
    return same ? object : Object.fromEntries(shown);
  }
  return (value) => members(value, "");
}

const mark = (value: Json): string => `[redacted sha256:${sha256(textOf(value)).slice(7, 19)}]`;

/** A secret that has no canonical form is still a secret. */
function textOf(value: Json): string {
  try {
    return canonicalJson(value);
  } catch {
    return JSON.stringify(value);
  }
}

const escapePointer = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** Cut to what an event may carry, and it says so. */
export function boundedText(text: string): string {
  if (text.length <= MAX_TEXT) return text.toWellFormed();
  return `${text.slice(0, MAX_TEXT).toWellFormed()}…[${text.length - MAX_TEXT} more characters]`;
}
