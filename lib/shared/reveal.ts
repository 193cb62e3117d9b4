/**
 * Makes the invisible visible. Text that an agent sent may hide characters that turn, blank out or imitate other text; here it is
 * cut into plain text and named tokens, so that whoever reads it sees every code point and two different texts never look alike.
 * Pure, and the same on server and browser.
 */
import { type FindingKind, kindOf, nameOf, quietKinds } from "./reveal-ranges";

export type { FindingKind };

export type Token = { type: "token"; kind: FindingKind; label: string; name: string };
export type Segment = { type: "text"; text: string } | Token;

export type Finding = {
  kind: FindingKind;
  /** How many code points (or whole escape sequences) of this kind. */
  count: number;
  /** What tag characters or variation selectors spell when read as letters. */
  hidden?: string;
};

export type Revealed = {
  segments: Segment[];
  /** Everything worth a warning; what is common in honest text is shown as a token but not listed. */
  findings: Finding[];
  /** Words that mix letters of Latin, Cyrillic and Greek. */
  mixedScript: string[];
  /** Size in bytes as UTF-8. */
  bytes: number;
};

const MAX_STACKED_MARKS = 4;
const MAX_TOKEN_POINTS = 12;
const MAX_HIDDEN = 400;
const MAX_WORDS = 20;

type Piece = { kind: FindingKind | null; text: string; points: number[] };

export function reveal(input: string): Revealed {
  const segments: Segment[] = [];
  const tally = new Map<FindingKind, { count: number; points: number[] }>();
  let bytes = 0;
  let run: Piece | null = null;
  for (const piece of pieces(input)) {
    bytes += piece.points.reduce((sum, point) => sum + utf8Length(point), 0);
    if (piece.kind !== null) count(tally, piece.kind, piece.points);
    if (run !== null && joins(run, piece)) {
      run.text += piece.text;
      run.points = piece.kind === null ? [] : [...run.points, ...piece.points];
    } else {
      if (run !== null) segments.push(toSegment(run));
      run = piece;
    }
  }
  if (run !== null) segments.push(toSegment(run));
  const findings = [...tally].filter(([kind]) => !quietKinds.has(kind)).map(([kind, seen]) => toFinding(kind, seen));
  return { segments, findings, mixedScript: mixedScriptWords(input), bytes };
}

/** Text joins text; a token takes up more of its kind until it is long, but sequences and line ends stay apart. */
function joins(run: Piece, next: Piece): boolean {
  if (run.kind === null) return next.kind === null;
  if (run.kind === "escape sequence" || run.kind === "line ending") return false;
  return run.kind === next.kind && run.points.length < MAX_TOKEN_POINTS;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const ESCAPE_SEQUENCE = /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|\u001b[ -~]?|\u009b/uy;
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}/u;

function* pieces(input: string): Generator<Piece> {
  let marks = 0;
  let before = -1;
  for (let at = 0; at < input.length; ) {
    const point = input.codePointAt(at) ?? 0;
    marks = isMark(point) ? marks + 1 : 0;
    const kind = marks > MAX_STACKED_MARKS ? "stacked marks" : kindInContext(input, at, point, before);
    const text = kind === "escape sequence" ? escapeSequence(input, at) : String.fromCodePoint(point);
    yield {
      kind,
      text,
      points: kind === "escape sequence" ? [...text].map((each) => each.codePointAt(0) ?? 0) : [point],
    };
    before = point;
    at += text.length;
  }
}

function kindInContext(input: string, at: number, point: number, before: number): FindingKind | null {
  if (point === 0x0d && input.charCodeAt(at + 1) === 0x0a) return "line ending";
  if (point !== 0xfe0f && point !== 0xfe0e && point !== 0x200d) return kindOf(point);
  const afterStyle = before === 0xfe0f && point === 0x200d;
  const afterEmoji = before > 0x7f && kindOf(before) === null && EMOJI.test(String.fromCodePoint(before));
  return afterStyle || afterEmoji ? "emoji part" : kindOf(point);
}

function escapeSequence(input: string, at: number): string {
  ESCAPE_SEQUENCE.lastIndex = at;
  return ESCAPE_SEQUENCE.exec(input)?.[0] ?? input.charAt(at);
}

function toSegment({ kind, text, points }: Piece): Segment {
  if (kind === null) return { type: "text", text };
  if (kind === "escape sequence") {
    const [first, ...rest] = text;
    return {
      type: "token",
      kind,
      label: `${first === "\u001b" ? "ESC" : "CSI"}${rest.join("")}`,
      name: "terminal escape sequence",
    };
  }
  const first = points[0] ?? 0;
  return {
    type: "token",
    kind,
    label: points.map(codeLabel).join(" "),
    name: points.length === 1 ? nameOf(first, kind) : kind,
  };
}

/** "U+202E". */
export const codeLabel = (point: number): string => `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;

function count(
  tally: Map<FindingKind, { count: number; points: number[] }>,
  kind: FindingKind,
  points: number[],
): void {
  const seen = tally.get(kind) ?? { count: 0, points: [] };
  seen.count += kind === "escape sequence" ? 1 : points.length;
  if (seen.points.length < MAX_HIDDEN) seen.points.push(...points);
  tally.set(kind, seen);
}

function toFinding(kind: FindingKind, seen: { count: number; points: number[] }): Finding {
  const hidden = kind === "tag" || kind === "variation selector" ? spell(seen.points) : "";
  return hidden ? { kind, count: seen.count, hidden } : { kind, count: seen.count };
}

/** Tags stand for ASCII letters, variation selectors for bytes: both are used to smuggle text past a reader. */
function spell(points: readonly number[]): string {
  const letters = points.map((point) => {
    const code = point >= 0xe0100 ? point - 0xe0100 + 16 : point >= 0xe0000 ? point - 0xe0000 : point - 0xfe00;
    return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "";
  });
  return letters.join("");
}

const isMark = (point: number): boolean =>
  point >= 0x300 && kindOf(point) === null && /\p{M}/u.test(String.fromCodePoint(point));

/** A lone surrogate has no UTF-8 form; encoders write the three bytes of U+FFFD for it. */
const utf8Length = (point: number): number => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4);

const WORD = /[\p{L}\p{M}\p{N}\p{Cf}_]+/gu;
const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

function mixedScriptWords(input: string): string[] {
  const words = new Set<string>();
  for (const [word] of input.matchAll(WORD)) {
    if (scripts.filter((script) => script.test(word)).length > 1) words.add(word);
    if (words.size === MAX_WORDS) break;
  }
  return [...words];
}
