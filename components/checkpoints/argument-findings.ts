/** What deserves a look first in a call's arguments. Hints only: they never replace the whole, which stands below them. */
import { flattenJson, type JsonLine } from "@/components/ui/flatten-json";
import { type Finding, reveal } from "@/lib/shared/reveal";

export type Leaf = { path: string; value: string | number | boolean };
export type Hit = { path: string; what: string; before: string; match: string; after: string };
export type Findings = {
  bytes: number;
  members: number;
  /** Characters that do not show themselves, or turn the direction of their neighbours. */
  hidden: number;
  /** The same by kind, and words of mixed alphabets, for one warning above the whole. */
  warnings: { findings: Finding[]; mixedScript: string[] };
  /** Members whose names say that harm depends on them. */
  notable: Leaf[];
  /** Passages that commonly do harm, with what stands around them. */
  hits: Hit[];
  /** Encoded texts: nobody can read on this page what they hold. */
  unreadable: { path: string; chars: number }[];
};

const MOST_NOTABLE = 6;
const MOST_HITS = 12;
/** How far to look for what stands around a hit, and how much of that is shown. */
const LOOK = 1_000;
const AROUND = 40;

const notableName =
  /^(?:.*[_-])?(?:amount|sum|total|price|quantity|currency|to|cc|bcc|recipients?|payee|beneficiary|iban|account|card|email|url|uri|host|domain|path|file|command|cmd|query|sql|script|role|permissions?|user|target|destination|branch|environment)$/i;

const harmful: readonly [what: string, pattern: RegExp][] = [
  ["Deletes files", /\brm\s+-[a-z]*[rf][a-z]*\b[^\n]{0,60}/i],
  ["Runs what it downloads", /\b(?:curl|wget)\b[^\n|]{0,200}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b/i],
  ["Changes or drops tables", /\b(?:drop|truncate)\s+(?:table|database|schema)\b[^\n]{0,60}/i],
  ["Deletes rows", /\bdelete\s+from\b[^\n]{0,60}/i],
  ["Holds a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["Holds a secret", /\b(?:sk-[A-Za-z0-9_-]{16,}|ghp_[A-Za-z0-9]{30,}|AKIA[0-9A-Z]{16})\b/],
  [
    "Speaks to whoever decides",
    /\b(?:already\s+approved|pre-?approved|ignore\s+(?:all\s+)?previous|click\s+approve)\b/i,
  ],
];

const encoded = /^[A-Za-z0-9+/_-]{200,}={0,2}$/;

export function findingsOf(value: unknown): Findings {
  const lines = flattenJson(value);
  const strings: { path: string; text: string }[] = [];
  const notable: Leaf[] = [];
  let members = 0;
  const suspects: string[] = [];
  walk(lines, (line, path) => {
    if (line.value.type !== "open") members += 1;
    if (line.name !== undefined) suspects.push(line.name);
    const leaf = leafOf(line);
    if (leaf === null) return;
    if (typeof leaf === "string") {
      strings.push({ path, text: leaf });
      suspects.push(leaf);
    }
    if (notable.length < MOST_NOTABLE && line.name !== undefined && notableName.test(line.name))
      notable.push({ path, value: leaf });
  });
  const warnings = gather(suspects);
  return {
    bytes: new TextEncoder().encode(JSON.stringify(value)).length,
    members,
    hidden: warnings.findings.reduce((sum, finding) => sum + finding.count, 0),
    warnings,
    notable,
    hits: strings.flatMap(({ path, text }) => hitsIn(path, text)).slice(0, MOST_HITS),
    unreadable: strings
      .filter(({ text }) => encoded.test(text))
      .map(({ path, text }) => ({ path, chars: text.length })),
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
function walk(lines: readonly JsonLine[], visit: (line: JsonLine, path: string) => void): void {
  const trail: string[] = [];
  for (const line of lines) {
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
    visit(line, path);
  }
}

/** Five hundred blank lines around a hit say nothing; the whole keeps them. */
const aside = (text: string): string => text.replace(/\s+/g, " ");

function hitsIn(path: string, text: string): Hit[] {
  return harmful.flatMap(([what, pattern]) => {
    const found = pattern.exec(text);
    if (!found) return [];
    const end = found.index + found[0].length;
    return [
      {
        path,
        what,
        before: aside(text.slice(Math.max(0, found.index - LOOK), found.index)).slice(-AROUND),
        match: found[0],
        after: aside(text.slice(end, end + LOOK)).slice(0, AROUND),
      },
    ];
  });
}
