/** Names of other tools: taken, imitated, or spoken of. Pure. */
import type { Severity } from "@/lib/findings/contract";
import type { Found } from "./tool-signs-characters";
import { fold, skeletonOf } from "./tool-signs-fold";
import type { Place } from "./tool-signs-places";

export type Neighbour = {
  server: string;
  name: string;
  /** Known before the tool in question: who comes first is not the one that imitates. */
  older: boolean;
  /** Digest of its definition. */
  digest: string | null;
};
export type Self = { server: string; name: string; digest: string | null };

const MOST_MENTIONS = 6;
const taken = "Agents and policies choose tools by name: a call that was meant for one can reach the other.";

/** What shadows another tool; each is about the tool's name as a whole. */
export function shadowingOf(self: Self, neighbours: readonly Neighbour[]): Found[] {
  const whole = { from: 0, to: self.name.length, kind: "shadowing" as const, why: taken };
  const mine = skeletonOf(self.name);
  const found = neighbours.flatMap((other): Found[] => {
    const same = other.server === self.server;
    if (same ? other.name === self.name : !other.older) return [];
    if (other.name !== self.name && skeletonOf(other.name) !== mine) return [];
    const exact = other.name === self.name;
    const what = `${exact ? "Has the same name as" : "Its name is easily taken for"} ${other.server}/${other.name}`;
    return [{ ...whole, severity: exact ? namesake(self, other) : imitation(self.name, other.name), what }];
  });
  return [...found.slice(0, MOST_MENTIONS), ...serverShadowing(self, neighbours, whole)];
}

/** The same server twice has the same tools, and `search` is everybody's word; another tool by the very name of one is neither. */
const namesake = (self: Self, other: Neighbour): Severity =>
  !compound(self.name) || (self.digest !== null && self.digest === other.digest) ? "low" : "medium";

/** Letters that only look alike are no accident; case and hyphens may be. */
const imitation = (one: string, two: string): Severity => (ascii(one) && ascii(two) ? "medium" : "high");
const ascii = (text: string): boolean => [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 0x80);

function serverShadowing(
  self: Self,
  neighbours: readonly Neighbour[],
  whole: Omit<Found, "severity" | "what">,
): Found[] {
  const mine = skeletonOf(self.server);
  const other = neighbours.find(({ server, older }) => older && server !== self.server && skeletonOf(server) === mine);
  if (!other) return [];
  const what = `The server's name ${self.server} is easily taken for ${other.server}`;
  return [{ ...whole, severity: imitation(self.server, other.server), what }];
}

export type NameIndex = ReadonlyMap<string, Neighbour>;

/** Names by their folded form; a tool of the own server stands before one of another. */
export function indexNames(self: Self, neighbours: readonly Neighbour[]): NameIndex {
  const index = new Map<string, Neighbour>();
  for (const other of neighbours) {
    const key = fold(other.name).text;
    if (other.name === self.name || (index.has(key) && other.server !== self.server)) continue;
    index.set(key, other);
  }
  return index;
}

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_.-]{1,198}[\p{L}\p{N}_]/gu;

/** Mentions of other tools in a text. An everyday word counts only where it is quoted or called a tool. */
export function mentionsIn({ text, role, inName }: Place, self: Self, index: NameIndex): Found[] {
  if (role === "name" || inName || index.size === 0) return [];
  const found: Found[] = [];
  for (const { 0: word, index: from } of text.matchAll(WORD)) {
    const other = index.get(fold(word).text);
    if (!other || (!compound(other.name) && !pointedAt(text, from, from + word.length))) continue;
    const own = other.server === self.server;
    found.push({
      kind: "tool-mention",
      severity: own ? "low" : "medium",
      from,
      to: from + word.length,
      what: own ? `Speaks of ${other.name}, a tool of the same server` : `Speaks of ${other.server}/${other.name}`,
      why: own
        ? "Common among honest tools; read what it says of the other one."
        : "A description that steers how another server's tool is used can turn that tool against you.",
    });
    if (found.length >= MOST_MENTIONS) break;
  }
  return found;
}

/** `read_file`, `sendEmail`, `get-sum`: not a word of everyday language. */
const compound = (name: string): boolean => /[_-]|\d|[a-z][A-Z]/.test(name) && name.length > 4;

const pointedAt = (text: string, from: number, to: number): boolean =>
  /[`'"“‘(]$/.test(text.slice(Math.max(0, from - 1), from)) && /^[`'"”’)]/.test(text.slice(to, to + 1))
    ? true
    : /^ (?:tool|function)\b/i.test(text.slice(to, to + 10)) ||
      /\b(?:tool|function) $/i.test(text.slice(Math.max(0, from - 12), from));
