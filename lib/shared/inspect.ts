/**
 * What nobody can read on a page: encoded, packed and binary content. It may be honest, but whoever approves it approves
 * something unseen, so it is named, and the request counts as graver. Pure: the server that opens a request and the page that
 * shows it come to the same result. It finds what is common; content that means to hide can always find one more way.
 */
import { kindOf } from "./reveal-ranges";

export type Uninspectable = {
  /** Where: `lines[3].blob`; empty for the value itself. */
  path: string;
  what: "encoded" | "escapes" | "binary" | "bytes" | "pieces";
  /** How long, in characters, or in numbers of a list. */
  size: number;
};

/** As many as a page lists; one is enough for the tier. */
const MOST = 50;
const LONG = 200;
const ESCAPES = 64;
const BYTES = 64;
const PIECES_TOGETHER = 400;

/** Base64, base64url, base32 and hex, also over several lines. */
const run = /[A-Za-z0-9+/_-]{40,}(?:[ \t\r\n]{1,4}[A-Za-z0-9+/_-]{40,})*/g;
const escapes = new RegExp(
  `(?:%[0-9A-Fa-f]{2}){${ESCAPES},}|(?:\\\\x[0-9A-Fa-f]{2}){${ESCAPES},}|(?:\\\\u[0-9A-Fa-f]{4}){${ESCAPES},}|(?:&#x?[0-9A-Fa-f]{1,6};){${ESCAPES},}`,
  "g",
);
const piece = /[A-Za-z0-9+/_-]{24,}/g;

export function uninspectableIn(root: unknown): Uninspectable[] {
  const found: Uninspectable[] = [];
  const open: { path: string; value: unknown }[] = [{ path: "", value: root }];
  let pieces = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next;
    if (typeof value === "string") {
      const inText = inspectText(path, value);
      if (inText.length > 0) found.push(...inText);
      else pieces += randomPieces(value);
    } else if (Array.isArray(value)) {
      if (isByteList(value)) found.push({ path, what: "bytes", size: value.length });
      else for (let at = value.length - 1; at >= 0; at--) open.push({ path: `${path}[${at}]`, value: value[at] });
    } else if (typeof value === "object" && value !== null) {
      for (const [name, each] of Object.entries(value).reverse()) {
        open.push({ path: path ? `${path}.${name}` : name, value: each });
        found.push(...inspectText(`the name of ${path ? `${path}.` : ""}${name.slice(0, 40)}`, name));
      }
    }
    if (found.length >= MOST) return found.slice(0, MOST);
  }
  if (found.length === 0 && pieces >= PIECES_TOGETHER) found.push({ path: "", what: "pieces", size: pieces });
  return found;
}

function inspectText(path: string, text: string): Uninspectable[] {
  if (text.length < 16) return [];
  if (isBinary(text)) return [{ path, what: "binary", size: text.length }];
  const encoded = total(text, run, (match) => match.length >= LONG && variety(match) >= 4);
  const escaped = total(text, escapes, () => true);
  return [
    ...(encoded > 0 ? [{ path, what: "encoded" as const, size: encoded }] : []),
    ...(escaped > 0 ? [{ path, what: "escapes" as const, size: escaped }] : []),
  ];
}

function total(text: string, pattern: RegExp, counts: (match: string) => boolean): number {
  let sum = 0;
  for (const [match] of text.matchAll(pattern)) if (counts(match)) sum += match.length;
  return sum;
}

const variety = (text: string): number => new Set(text.slice(0, 2_000)).size;

const plain = /^[\n\r\t\x20-\x7e]*$/;

/** A picture, an archive or packed text that was put into a string byte by byte. */
function isBinary(text: string): boolean {
  if (plain.test(text)) return false;
  let odd = 0;
  let points = 0;
  for (const character of text) {
    points += 1;
    const point = character.codePointAt(0) ?? 0;
    const kind = kindOf(point);
    if (kind === "control" || kind === "private use" || kind === "noncharacter" || point === 0xfffd) odd += 1;
  }
  return odd >= 16 && odd / points >= 0.05;
}

/** Numbers that could be bytes or the codes of letters. Those that only rise are numbers of things. */
function isByteList(list: readonly unknown[]): boolean {
  if (list.length < BYTES) return false;
  const isByte = (one: unknown) => typeof one === "number" && Number.isInteger(one) && one >= -128 && one <= 255;
  if (!list.every(isByte)) return false;
  const rises = list.every((one, at) => at === 0 || (one as number) > (list[at - 1] as number));
  return !rises && new Set(list).size >= 16;
}

/** Letters of words that look drawn by lot: what a long code leaves when it is cut up. */
function randomPieces(text: string): number {
  return total(text, piece, (word) => {
    if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/[0-9]/.test(word)) return false;
    let changes = 0;
    for (let at = 1; at < word.length; at++) if (sort(word.charCodeAt(at)) !== sort(word.charCodeAt(at - 1))) changes++;
    return changes / word.length >= 0.35;
  });
}

const sort = (code: number): number =>
  code >= 97 && code <= 122 ? 0 : code >= 65 && code <= 90 ? 1 : code >= 48 && code <= 57 ? 2 : 3;

/** Hosts that are not written in plain letters, as the network knows them: `xn--…` shows what looks like something else. */
export type StrangeHost = { shown: string; network: string };

const host = /(?:[a-z][a-z0-9+.-]{1,20}:\/\/(?:[^\s/?#@]{0,200}@)?|@|\bwww\.)([^\s/?#:@"'<>()[\]{},;]{3,253})/giu;
const MOST_HOSTS = 20;

export function strangeHostsIn(text: string): StrangeHost[] {
  if (plain.test(text) && !/xn--/i.test(text)) return [];
  const hosts = new Map<string, string>();
  for (const [, shown = ""] of text.matchAll(host)) {
    if (!/[^ -~]/.test(shown) && !/xn--/i.test(shown)) continue;
    hosts.set(shown, networkName(shown));
    if (hosts.size === MOST_HOSTS) break;
  }
  return [...hosts].map(([shown, network]) => ({ shown, network }));
}

function networkName(name: string): string {
  try {
    return new URL(`http://${name}/`).hostname;
  } catch {
    return "no valid host name";
  }
}
