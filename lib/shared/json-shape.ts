/** What JSON.parse does not tell: how deep a text is nested, and whether an object names a member twice. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Why the text is refused, or null. JSON.parse takes the last of two members of one name where another reader takes the first, so
 * that what was checked and what is meant may differ. Text that is no JSON at all is left to the parser to refuse.
 */
export function shapeProblem(text: string, maxDepth: number): string | null {
  /** The names so far of each object that is open; null for an array. */
  const open: (Set<string> | null)[] = [];
  let nameNext = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (nameNext) {
          const name = nameOf(text.slice(at, end + 1));
          const names = open.at(-1);
          if (names?.has(name)) return `The member ${JSON.stringify(name.slice(0, 100))} is there twice.`;
          names?.add(name);
          nameNext = false;
        }
        at = end;
        break;
      }
      case 0x7b: // {
      case 0x5b: // [
        nameNext = text.charCodeAt(at) === 0x7b;
        open.push(nameNext ? new Set() : null);
        if (open.length > maxDepth) return `The body is nested deeper than ${maxDepth} levels.`;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        nameNext = false;
        break;
      case 0x2c: // ,
        nameNext = Boolean(open.at(-1));
        break;
    }
  }
  return null;
}

/** Position of the closing quote; the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

/** "a" and "\u0061" are one name. */
function nameOf(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
