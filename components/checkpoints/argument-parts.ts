/**
 * Arguments cut into parts that a browser can draw and a person can read, without leaving anything out: long strings become
 * pieces, long runs of blank lines are counted, and whether all parts were opened can be told.
 */
import { flattenJson, type JsonLine } from "@/components/ui/flatten-json";

export type ArgumentRow = {
  line: JsonLine;
  /** Which of all lines, from 0. */
  at: number;
  /** A piece of the line's string; absent for lines that are shown whole. */
  piece?:
    | {
        text: string;
        /** Where in the line's string it begins. */
        from: number;
        last: boolean;
        /** Characters that the preview leaves out. */
        left?: number;
      }
    | { blankLines: number };
};
export type Reading = { preview: ArgumentRow[]; parts: ArgumentRow[][]; complete: boolean; lines: number };

/** What is shown at once; whatever fits needs no opening. */
const PREVIEW_ROWS = 40;
const PREVIEW_CHARS = 800;
const PREVIEW_LINES = 8;
const PIECE_CHARS = 4_000;
const PART_ROWS = 300;
const PART_CHARS = 60_000;
/** Shorter runs are honest spacing. */
const BLANK_RUN = /(?:[ \t]*\n){6,}/g;

export function readingOf(value: unknown): Reading {
  const lines = flattenJson(value);
  const complete = lines.length <= PREVIEW_ROWS && lines.every((line) => !isLong(line));
  if (complete) return { preview: lines.map((line, at) => ({ line, at })), parts: [], complete, lines: lines.length };
  return {
    preview: lines.slice(0, PREVIEW_ROWS).map(previewRow),
    parts: inParts(lines.flatMap(rowsOf)),
    complete,
    lines: lines.length,
  };
}

const textOf = (line: JsonLine): string | null => (line.value.type === "string" ? line.value.text : null);

function isLong(line: JsonLine): boolean {
  const text = textOf(line);
  return text !== null && shortened(text).length < text.length;
}

/** The beginning of a text, within both limits and never inside a surrogate pair. */
function shortened(text: string): string {
  let end = Math.min(text.length, PREVIEW_CHARS);
  let at = -1;
  for (let line = 0; line < PREVIEW_LINES; line++) {
    at = text.indexOf("\n", at + 1);
    if (at === -1) break;
    if (line === PREVIEW_LINES - 1) end = Math.min(end, at);
  }
  return text.slice(0, wholeAt(text, end));
}

const wholeAt = (text: string, end: number): number => {
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
};

function previewRow(line: JsonLine, at: number): ArgumentRow {
  const text = textOf(line);
  if (text === null || !isLong(line)) return { line, at };
  const begun = shortened(text);
  return { line, at, piece: { text: begun, from: 0, last: false, left: text.length - begun.length } };
}

function rowsOf(line: JsonLine, at: number): ArgumentRow[] {
  const text = textOf(line);
  if (text === null || !isLong(line)) return [{ line, at }];
  const rows: ArgumentRow[] = [];
  let from = 0;
  for (const run of text.matchAll(BLANK_RUN)) {
    rows.push(...piecesOf({ line, at }, text, from, run.index));
    rows.push({ line, at, piece: { blankLines: run[0].split("\n").length - 1 } });
    from = run.index + run[0].length;
  }
  rows.push(...piecesOf({ line, at }, text, from, text.length));
  return rows;
}

function piecesOf(place: ArgumentRow, text: string, from: number, to: number): ArgumentRow[] {
  const rows: ArgumentRow[] = [];
  for (let start = from; start < to; ) {
    const end = start + PIECE_CHARS >= to ? to : wholeAt(text, start + PIECE_CHARS);
    rows.push({ ...place, piece: { text: text.slice(start, end), from: start, last: end === text.length } });
    start = end;
  }
  return rows;
}

function inParts(rows: readonly ArgumentRow[]): ArgumentRow[][] {
  const parts: ArgumentRow[][] = [];
  let part: ArgumentRow[] = [];
  let chars = 0;
  for (const row of rows) {
    const size = sizeOf(row);
    if (part.length >= PART_ROWS || (part.length > 0 && chars + size > PART_CHARS)) {
      parts.push(part);
      part = [];
      chars = 0;
    }
    part.push(row);
    chars += size;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

const sizeOf = ({ line, piece }: ArgumentRow): number => {
  if (piece) return "text" in piece ? piece.text.length : 0;
  return textOf(line)?.length ?? 0;
};

export type ArgumentPlace = { part: number; row: number };

/** Where a character of a line's string stands among the parts; null where nothing is cut, for then it is in sight. */
export function placeOf({ parts }: Reading, at: number, offset: number): ArgumentPlace | null {
  let found: ArgumentPlace | null = null;
  for (const [part, rows] of parts.entries())
    for (const [row, { at: line, piece }] of rows.entries())
      if (line === at && (!piece || ("text" in piece && piece.from <= offset))) found = { part, row };
  return found;
}
