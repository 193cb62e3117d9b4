/** JSON as the lines of an indented tree, keys in canonical order (RFC 8785: by UTF-16 code units). No recursion: depth is data. */

export type JsonLine = {
  depth: number;
  /** The member's name; absent for items of an array and for the root. */
  name?: string;
  /** The item's place in its array. */
  index?: number;
  value:
    | { type: "string"; text: string }
    | { type: "plain"; text: string }
    | { type: "open"; bracket: "{" | "["; size: number }
    | { type: "empty"; text: "{}" | "[]" };
};

type Pending = { depth: number; name?: string; index?: number; value: unknown };

export function flattenJson(root: unknown): JsonLine[] {
  const lines: JsonLine[] = [];
  const pending: Pending[] = [{ depth: 0, value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, ...place } = next;
    const children = childrenOf(value, place.depth + 1);
    lines.push({ ...place, value: lineValue(value, children.length) });
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at];
      if (child) pending.push(child);
    }
  }
  return lines;
}

function childrenOf(value: unknown, depth: number): Pending[] {
  if (Array.isArray(value)) return value.map((each: unknown, index) => ({ depth, index, value: each }));
  if (typeof value !== "object" || value === null) return [];
  // The default order of sort() is by code units, which is the canonical one.
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, each]) => ({ depth, name, value: each }));
}

function lineValue(value: unknown, size: number): JsonLine["value"] {
  if (typeof value === "string") return { type: "string", text: value };
  if (Array.isArray(value)) return size === 0 ? { type: "empty", text: "[]" } : { type: "open", bracket: "[", size };
  if (typeof value === "object" && value !== null) {
    return size === 0 ? { type: "empty", text: "{}" } : { type: "open", bracket: "{", size };
  }
  return { type: "plain", text: JSON.stringify(value) ?? "not JSON" };
}

/** Every string in the tree, names included: what a warning above it must cover. */
export const stringsOf = (lines: readonly JsonLine[]): string[] =>
  lines.flatMap((line) => [
    ...(line.name === undefined ? [] : [line.name]),
    ...(line.value.type === "string" ? [line.value.text] : []),
  ]);
