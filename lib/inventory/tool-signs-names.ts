/** Names of other tools: taken, imitated, or spoken of. Pure. */
import type { Severity } from "@/lib/findings/contract";
import type { Found } from "./tool-signs-characters";
import { foldedText, skeletonOf } from "./tool-signs-fold";
import type { Place } from "./tool-signs-places";

export type NamedTool = {
  server: string;
  name: string;
  /** Digest of its definition. */
  digest: string | null;
  /** When it became known, in milliseconds: who comes first is not the one that imitates. */
  since: number;
};

const MOST_MENTIONS = 6;
const taken = "Agents and policies choose tools by name: a call that was meant for one can reach the other.";

/** Names of all tools, prepared once for reading many definitions. */
export class ToolNames {
  readonly #bySkeleton = new Map<string, NamedTool[]>();
  readonly #byWord = new Map<string, NamedTool[]>();
  readonly #servers = new Map<string, { name: string; since: number; skeleton: string }>();

  constructor(tools: readonly NamedTool[]) {
    for (const tool of tools) {
      push(this.#bySkeleton, skeletonOf(tool.name), tool);
      push(this.#byWord, foldedText(tool.name), tool);
      const known = this.#servers.get(tool.server);
      if (known) known.since = Math.min(known.since, tool.since);
      else this.#servers.set(tool.server, { name: tool.server, since: tool.since, skeleton: skeletonOf(tool.server) });
    }
  }

  likeNameOf = (self: NamedTool): readonly NamedTool[] => this.#bySkeleton.get(skeletonOf(self.name)) ?? [];

  /** The tool that a word names; one of the own server before another's. */
  called(word: string, self: NamedTool): NamedTool | undefined {
    const named = this.#byWord.get(foldedText(word))?.filter((other) => other.name !== self.name);
    return named?.find(({ server }) => server === self.server) ?? named?.[0];
  }

  serverLike(self: NamedTool): string | undefined {
    const mine = skeletonOf(self.server);
    for (const { name, since, skeleton } of this.#servers.values()) {
      if (name !== self.server && skeleton === mine && since < self.since) return name;
    }
    return undefined;
  }
}

function push(map: Map<string, NamedTool[]>, key: string, tool: NamedTool): void {
  const known = map.get(key);
  if (known) known.push(tool);
  else map.set(key, [tool]);
}

/** What shadows another tool; each is about the tool's name as a whole. */
export function shadowingOf(self: NamedTool, names: ToolNames): Found[] {
  const whole = { from: 0, to: self.name.length, kind: "shadowing" as const, why: taken };
  const found = names.likeNameOf(self).flatMap((other): Found[] => {
    const exact = other.name === self.name;
    if (other.server === self.server ? exact : other.since >= self.since) return [];
    const what = `${exact ? "Has the same name as" : "Its name is easily taken for"} ${other.server}/${other.name}`;
    return [{ ...whole, severity: exact ? namesake(self, other) : imitation(self.name, other.name), what }];
  });
  const server = names.serverLike(self);
  if (server === undefined) return found.slice(0, MOST_MENTIONS);
  const what = `The server's name ${self.server} is easily taken for ${server}`;
  return [...found.slice(0, MOST_MENTIONS), { ...whole, severity: imitation(self.server, server), what }];
}

/** The same server twice has the same tools, and `search` is everybody's word; another tool by the very name of one is neither. */
const namesake = (self: NamedTool, other: NamedTool): Severity =>
  !compound(self.name) || (self.digest !== null && self.digest === other.digest) ? "low" : "medium";

/** Letters that only look alike are no accident; case and hyphens may be. */
const imitation = (one: string, two: string): Severity => (ascii(one) && ascii(two) ? "medium" : "high");
const ascii = (text: string): boolean => [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 0x80);

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_.-]{1,198}[\p{L}\p{N}_]/gu;

/** Mentions of other tools in a text. An everyday word counts only where it is quoted or called a tool. */
export function mentionsIn({ text, role, inName }: Place, self: NamedTool, names: ToolNames): Found[] {
  if (role === "name" || inName) return [];
  const found: Found[] = [];
  for (const { 0: word, index: from } of text.matchAll(WORD)) {
    const other = names.called(word, self);
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
