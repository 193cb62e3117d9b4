/** What deserves a look first in a call's arguments. Hints only: they never replace the whole, which stands below them. */
import { flattenJson, type JsonLine } from "@/components/ui/flatten-json";
import { type StrangeHost, strangeHostsIn, type Uninspectable, uninspectableIn } from "@/lib/shared/inspect";
import { type Finding, reveal } from "@/lib/shared/reveal";

export type Leaf = { path: string; value: string | number | boolean };
export type Hit = {
  path: string;
  what: string;
  before: string;
  match: string;
  after: string;
  /** Which line of the whole, and where in its string: for a link to it. */
  at: number;
  offset: number;
};
export type Findings = {
  bytes: number;
  members: number;
  /** Characters that do not show themselves, or turn the direction of their neighbours. */
  hidden: number;
  /** The same by kind, and words of mixed alphabets, for one warning above the whole. */
  warnings: { findings: Finding[]; mixedScript: string[] };
  /** Members whose names say that harm depends on them. */
  notable: Leaf[];
  /** How many more there are than those. */
  moreNotable: number;
  /** Passages that commonly do harm, with what stands around them. */
  hits: Hit[];
  moreHits: number;
  /** Hosts that are not what they look like. */
  hosts: (StrangeHost & { path: string })[];
  /** Nobody can read on this page what these hold. */
  uninspectable: Uninspectable[];
};

const MOST_NOTABLE = 6;
const MOST_HITS = 12;
/** How far to look for what stands around a hit, and how much of that is shown. */
const LOOK = 1_000;
const AROUND = 40;

const notableName =
  /^(?:.*[_-])?(?:amount|sum|total|price|quantity|currency|to|cc|bcc|recipients?|payee|beneficiary|iban|account|card|email|url|uri|host|domain|path|file|command|cmd|query|sql|script|role|permissions?|user|target|destination|branch|environment)$/i;

const harmful: readonly [what: string, pattern: RegExp][] = [
  ["Deletes files", /\brm\s+-[a-z]*[rf][a-z]*\b[^\n]{0,60}/gi],
  ["Runs what it downloads", /\b(?:curl|wget)\b[^\n|]{0,200}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b/gi],
  ["Changes or drops tables", /\b(?:drop|truncate)\s+(?:table|database|schema)\b[^\n]{0,60}/gi],
  ["Deletes rows", /\bdelete\s+from\b[^\n]{0,60}/gi],
  ["Holds a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/g],
  ["Holds a secret", /\b(?:sk-[A-Za-z0-9_-]{16,}|ghp_[A-Za-z0-9]{30,}|AKIA[0-9A-Z]{16})\b/g],
  [
    "Speaks to whoever decides",
    /\b(?:already\s+approved|pre-?approved|ignore\s+(?:all\s+)?previous|click\s+approve)\b/gi,
  ],
];

export function findingsOf(value: unknown): Findings {
  const lines = flattenJson(value);
  const strings: Text[] = [];
  const notable: Leaf[] = [];
  let members = 0;
  const suspects: string[] = [];
  walk(lines, (line, path, at) => {
    if (line.value.type !== "open") members += 1;
    if (line.name !== undefined) suspects.push(line.name);
    const leaf = leafOf(line);
    if (leaf === null) return;
    if (typeof leaf === "string") {
      strings.push({ path, text: leaf, at });
      suspects.push(leaf);
    }
    if (line.name !== undefined && notableName.test(line.name)) notable.push({ path, value: leaf });
  });
  const warnings = gather(suspects);
  const { hits, more } = hitsIn(strings);
  return {
    bytes: new TextEncoder().encode(JSON.stringify(value)).length,
    members,
    hidden: warnings.findings.reduce((sum, finding) => sum + finding.count, 0),
    warnings,
    notable: notable.slice(0, MOST_NOTABLE),
    moreNotable: Math.max(0, notable.length - MOST_NOTABLE),
    hits,
    moreHits: more,
    hosts: strings
      .flatMap(({ path, text }) => strangeHostsIn(text).map((host) => ({ path, ...host })))
      .slice(0, MOST_HITS),
    uninspectable: uninspectableIn(value),
  };
}

/** Nothing hides among these, and most texts hold nothing else: a look that costs little where the full one costs a second a megabyte. */
const ALL_PLAIN = /^[\n\t\x20-\x7e]*$/;
const MOST_WORDS = 20;

function gather(texts: readonly string[]): Findings["warnings"] {
  const byKind = new Map<string, Finding>();
  const words = new Set<string>();
  for (const text of texts) {
    if (ALL_PLAIN.test(text)) continue;
    const revealed = reveal(text);
    for (const word of revealed.mixedScript) words.add(word);
    for (const finding of revealed.findings) {
      const known = byKind.get(finding.kind);
      const spelt = [known?.hidden, finding.hidden].filter(Boolean).join(" / ");
      const count = finding.count + (known?.count ?? 0);
      byKind.set(finding.kind, spelt ? { kind: finding.kind, count, hidden: spelt } : { kind: finding.kind, count });
    }
  }
  return { findings: [...byKind.values()], mixedScript: [...words].slice(0, MOST_WORDS) };
}

function leafOf({ value }: JsonLine): Leaf["value"] | null {
  if (value.type === "string") return value.text;
  if (value.type !== "plain" || value.text === "null") return null;
  return JSON.parse(value.text) as number | boolean;
}

/** Gives every line its place: `lines[3].amount`. */
export function walk(lines: readonly JsonLine[], visit: (line: JsonLine, path: string, at: number) => void): void {
  const trail: string[] = [];
  for (const [at, line] of lines.entries()) {
    const parent = line.depth === 0 ? "" : (trail[line.depth - 1] ?? "");
    const path =
      line.index !== undefined
        ? `${parent}[${line.index}]`
        : line.name === undefined
          ? ""
          : parent
            ? `${parent}.${line.name}`
            : line.name;
    trail[line.depth] = path;
    visit(line, path, at);
  }
}

/** Five hundred blank lines around a hit say nothing; the whole keeps them. */
const aside = (text: string): string => text.replace(/\s+/g, " ");

type Text = { path: string; text: string; at: number };

/** The first of them with what stands around them; the others are only counted, for there may be very many. */
function hitsIn(texts: readonly Text[]): { hits: Hit[]; more: number } {
  const hits: Hit[] = [];
  let more = 0;
  for (const text of texts)
    for (const [what, pattern] of harmful)
      for (const found of text.text.matchAll(pattern)) {
        if (hits.length < MOST_HITS) hits.push(hitAt(text, what, found));
        else more += 1;
      }
  return { hits, more };
}

function hitAt({ path, text, at }: Text, what: string, found: RegExpExecArray): Hit {
  const end = found.index + found[0].length;
  return {
    path,
    what,
    before: aside(text.slice(Math.max(0, found.index - LOOK), found.index)).slice(-AROUND),
    match: found[0],
    after: aside(text.slice(end, end + LOOK)).slice(0, AROUND),
    at,
    offset: found.index,
  };
}
