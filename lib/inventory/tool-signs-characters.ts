/** Characters in a definition that do not show themselves or pass for others. Pure. */
import type { Severity } from "@/lib/findings/contract";
import { type FindingKind, reveal } from "@/lib/shared/reveal";
import { kindOf, quietKinds } from "@/lib/shared/reveal-ranges";
import type { ToolSign } from "./tool-contract";
import type { Place } from "./tool-signs-places";

export type Found = Pick<ToolSign, "kind" | "severity" | "from" | "to" | "what" | "why">;

const MOST_RUNS = 10;
/** Most texts of a schema are single words: they are done with at once. */
const SHORT = 80;
const PRINTABLE = /^[ -~]*$/;
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}/u;
const unseen = "Whoever approves the tool does not see it; the model reads it.";

const grave: ReadonlySet<FindingKind> = new Set(["tag", "variation selector", "bidirectional", "escape sequence"]);

/** Runs of characters that do not show; blank stretches that push text out of sight. */
export function hiddenIn({ text }: Place): Found[] {
  if (text.length < SHORT && PRINTABLE.test(text)) return [];
  const found: Found[] = [];
  for (const { from, to, kinds } of hiddenRuns(text)) {
    if (found.length >= MOST_RUNS) break;
    found.push(describeRun(text.slice(from, to), kinds, from, to));
  }
  for (const blank of text.matchAll(/\n[\n\t ]{30,}|[\t ]{80,}/g)) {
    found.push({
      kind: "hidden-characters",
      severity: "medium",
      from: blank.index,
      to: blank.index + blank[0].length,
      what: "A blank stretch that pushes what follows out of sight",
      why: unseen,
    });
    if (found.length >= 2 * MOST_RUNS) break;
  }
  return found;
}

function describeRun(hidden: string, kinds: Set<FindingKind>, from: number, to: number): Found {
  const spelled = reveal(hidden)
    .findings.flatMap((finding) => finding.hidden ?? [])
    .join(" ");
  const severity: Severity =
    spelled.length > 3 ? "critical" : [...kinds].some((kind) => grave.has(kind)) ? "high" : "medium";
  const kind = kinds.has("escape sequence") ? "terminal-escape" : "hidden-characters";
  const names = [...kinds].map((one) => (one === "escape sequence" ? "terminal escape" : one)).join(", ");
  return {
    kind,
    severity,
    from,
    to,
    what: spelled ? `Hidden characters that spell “${spelled.slice(0, 200)}”` : `Characters that do not show: ${names}`,
    why:
      kind === "terminal-escape"
        ? "A terminal obeys it: text can be hidden, overwritten or turned into a link."
        : unseen,
  };
}

type Run = { from: number; to: number; kinds: Set<FindingKind> };

function* hiddenRuns(text: string): Generator<Run> {
  let run: Run | null = null;
  let before = -1;
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0;
    const length = point > 0xffff ? 2 : 1;
    const kind = kindAt(text, at, point, before);
    if (kind !== null) {
      run ??= { from: at, to: at, kinds: new Set() };
      run.to = at + length;
      run.kinds.add(kind);
    } else if (run) {
      yield run;
      run = null;
    }
    before = point;
    at += length;
  }
  if (run) yield run;
}

/** As reveal sees it: what belongs to an emoji or ends a line hides nothing. */
function kindAt(text: string, at: number, point: number, before: number): FindingKind | null {
  if (point === 0x0d && text.charCodeAt(at + 1) === 0x0a) return null;
  const joiner = point === 0xfe0f || point === 0xfe0e || point === 0x200d;
  if (joiner && before > 0x7f && (before === 0xfe0f || EMOJI.test(String.fromCodePoint(before)))) return null;
  const kind = kindOf(point);
  return kind === null || quietKinds.has(kind) || kind === "marker" ? null : kind;
}

/** Words that mix alphabets, and a name with letters that policies and people do not type. */
export function scriptsIn({ text, role }: Place): Found[] {
  if (PRINTABLE.test(text)) return [];
  const name = role === "name" || role === "parameter";
  const mixed = reveal(text).mixedScript.map((word): Found => {
    const from = Math.max(0, text.indexOf(word));
    return {
      kind: "mixed-scripts",
      severity: name ? "high" : "medium",
      from,
      to: from + word.length,
      what: "A word with letters of different alphabets",
      why: "It looks like another word and is not: made to be taken for it, or to slip past a search.",
    };
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
  if (role !== "name" || mixed.length > 0 || /^[\u0000-\u007f]*$/.test(text)) return mixed;
  const why = "Such a name can look like another tool's; compare it letter by letter.";
  return [{ kind: "mixed-scripts", severity: "low", from: 0, to: text.length, what: "A name outside ASCII", why }];
}
