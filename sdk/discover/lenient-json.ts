/** JSON as editors write it: with comments and with commas at the end. Null where it is none. */
export function lenientJson(text: string): unknown {
  const bare = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(bare);
  } catch {
    try {
      return JSON.parse(strict(bare));
    } catch {
      return null;
    }
  }
}

/** One pass: what looks like a comment inside a string stays. A comma is kept back until it is seen that something follows. */
function strict(text: string): string {
  let result = "";
  let comma = false;
  for (let at = 0; at < text.length; ) {
    const skipped = commentEnd(text, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const character = text.charAt(at);
    if (character === ",") {
      if (comma) result += ",";
      comma = true;
      at += 1;
      continue;
    }
    const end = character === '"' ? stringEnd(text, at) : at + 1;
    if (comma && !/\s/.test(character)) {
      if (character !== "}" && character !== "]") result += ",";
      comma = false;
    }
    result += text.slice(at, end);
    at = end;
  }
  return result;
}

function commentEnd(text: string, at: number): number {
  if (text.startsWith("//", at)) {
    const end = text.indexOf("\n", at);
    return end === -1 ? text.length : end;
  }
  if (text.startsWith("/*", at)) {
    const end = text.indexOf("*/", at + 2);
    return end === -1 ? text.length : end + 2;
  }
  return at;
}

function stringEnd(text: string, at: number): number {
  for (let place = at + 1; place < text.length; place += 1) {
    if (text.charAt(place) === "\\") place += 1;
    else if (text.charAt(place) === '"') return place + 1;
  }
  return text.length;
}
