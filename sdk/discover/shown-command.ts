/** Commands and addresses of servers as they may be shown and sent: without what may be secret in them. */
import { secretive, secretsIn, secretValue } from "./secrets.ts";

const HIDDEN = "[hidden]";

/**
 * A word is hidden when it has the shape of a key, when it follows or belongs to a flag or a name that speaks of one, and where it
 * is long and random. The secrets are handed back for their fingerprints.
 */
export function plainCommand(words: readonly string[]): { text: string; secrets: string[] } {
  const secrets: string[] = [];
  let after: string | null = null;
  const shown = words.map((word) => {
    const flag = after;
    after = /^--?[A-Za-z][\w-]*$/.test(word) ? word : null;
    const [, name, value] = /^(-{0,2}[A-Za-z_][\w-]*)[=:]\s*(.+)$/s.exec(word) ?? [];
    if (name !== undefined && value !== undefined && !/^\/\//.test(value)) {
      if (!secretive(name) && secretsIn(value).length === 0 && !random(value)) return word;
      const secret = secretValue("key", value);
      if (secret !== null) secrets.push(secret);
      return `${name}=${HIDDEN}`;
    }
    if (URL.canParse(word)) return plainAddress(word);
    if ((flag !== null && secretive(flag)) || secretsIn(word).length > 0 || random(word)) {
      const secret = secretValue("key", word);
      if (secret !== null) secrets.push(secret);
      return HIDDEN;
    }
    return word;
  });
  return { text: shown.join(" "), secrets };
}

/** Long, without a sign of a path or a package, and of many different characters of more than one kind. */
function random(word: string): boolean {
  if (word.length < 24 || /[/.@\s\\]/.test(word)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(word)).length;
  return kinds >= 2 && /[0-9]/.test(word) && new Set(word).size >= 12;
}

/** Scheme, host and path: a key may stand before @, after ?, or as a long random part of the path. */
export function plainAddress(text: string): string {
  if (!URL.canParse(text)) return /\$\{|\{\{/.test(text) && secretsIn(text).length === 0 ? text : HIDDEN;
  const url = new URL(text);
  if (url.host === "") return plainName(text);
  const parts = url.pathname.split("/").map((part) => (secretsIn(part).length > 0 || random(part) ? HIDDEN : part));
  return `${url.protocol}//${url.host}${parts.join("/")}`;
}

/** "npm:package" and "C:\\program" parse as addresses too. */
const plainName = (text: string): string => (secretsIn(text).length > 0 || random(text) ? HIDDEN : text);
