/**
 * Replaces members at the top of a JSON object without touching the rest of its text: what a server answered reaches the
 * client digit by digit as it was written, though it goes by another id.
 */
import { endOfString } from "./nesting.ts";

export function withId(json: string, id: string | number): string {
  const at = memberSpan(json, "id");
  return at ? `${json.slice(0, at.start)}${JSON.stringify(id)}${json.slice(at.end)}` : json;
}

/** The text of the last member of that name at the top; null when there is none. `json` has to be a valid object. */
export function memberText(json: string, name: string): string | null {
  const at = memberSpan(json, name);
  return at ? json.slice(at.start, at.end) : null;
}

/** The object with that member, in place of the one that it may have. `value` has to be JSON. */
export function withMember(json: string, name: string, value: string): string {
  const at = memberSpan(json, name);
  if (at) return `${json.slice(0, at.start)}${value}${json.slice(at.end)}`;
  const begin = json.indexOf("{") + 1;
  const empty = /^\s*\}/.test(json.slice(begin));
  return `${json.slice(0, begin)}${JSON.stringify(name)}:${value}${empty ? "" : ","}${json.slice(begin)}`;
}

type Span = { start: number; end: number };

/** Where the last member of that name has its value, which is the one that readers take. `json` has to be a valid object. */
function memberSpan(json: string, name: string): Span | null {
  let found: Span | null = null;
  let place = json.indexOf("{") + 1;
  for (;;) {
    while (/[\s,]/.test(json[place] ?? "")) place += 1;
    if (json[place] !== '"') return found;
    const keyEnd = endOfString(json, place) + 1;
    const key: unknown = JSON.parse(json.slice(place, keyEnd));
    let start = json.indexOf(":", keyEnd) + 1;
    while (/\s/.test(json[start] ?? "")) start += 1;
    const end = afterValue(json, start);
    if (key === name) found = { start, end };
    place = end;
  }
}

function afterValue(json: string, start: number): number {
  let depth = 0;
  for (let place = start; place < json.length; ) {
    const character = json[place];
    if (character === '"') {
      place = endOfString(json, place) + 1;
      if (depth === 0) return place;
      continue;
    }
    if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      // The end of the object around it, or of the value itself.
      if (depth === 0) return place;
      depth -= 1;
      if (depth === 0) return place + 1;
    } else if (depth === 0 && (character === "," || /\s/.test(character ?? ""))) return place;
    place += 1;
  }
  return json.length;
}
