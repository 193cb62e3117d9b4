/** Whether a text is the canonical JSON (RFC 8785) of what it says, so that no two readers can take it for two things. */
import { canonicalJson } from "../canonical.ts";

export function isCanonical(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    // Written again alike and with its names in order is canonical, and found out faster than writing it canonically.
    if (JSON.stringify(value) === text && isOrdered(value, MOST_DEPTH) && text.isWellFormed()) return true;
    return canonicalJson(value) === text;
  } catch {
    return false;
  }
}

const MOST_DEPTH = 60;

function isOrdered(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (left === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isOrdered(item, left - 1));
  let last = "";
  for (const [name, member] of Object.entries(value)) {
    if (name < last || !isOrdered(member, left - 1)) return false;
    last = name;
  }
  return true;
}
