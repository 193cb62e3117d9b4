/**
 * Replaces members at the top of a JSON object without touching the rest of its text: what a server answered reaches the
 * client digit by digit as it was written, though it goes by another id.
 */
import { endOfString } from "./nesting.ts";

export function withId(json: string, id: string | number): string {
  const at = memberSpan(json, "id");
  return at ? `${json.slice(0, at.start)}${JSON.stringify(id)}${json.slice(at.end)}` : json;
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
