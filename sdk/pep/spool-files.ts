/** The files of a spool: numbered segments of lines, and a cursor that says how far they have been handed in. */
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

export type Segment = { number: number; size: number };
export type Cursor = { segment: number; offset: number };

export const NEWLINE = 0x0a;
const CURSOR = "cursor";

export function segmentPath(directory: string, number: number): string {
  return path.join(directory, `${String(number).padStart(12, "0")}.ndjson`);
}

/** Oldest first; none when there is no such directory. */
export function readSegments(directory: string): Segment[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => /^\d{12}\.ndjson$/.test(name))
    .map((name) => ({ number: Number(name.slice(0, 12)), size: statSync(path.join(directory, name)).size }))
    .sort((a, b) => a.number - b.number);
}

export function readCursor(directory: string): Cursor {
  const file = path.join(directory, CURSOR);
  if (!existsSync(file)) return { segment: 0, offset: 0 };
  const [segment = 0, offset = 0] = readFileSync(file, "utf8").split(" ").map(Number);
  return { segment, offset };
}

export function writeCursor(directory: string, { segment, offset }: Cursor): void {
  const temporary = path.join(directory, `${CURSOR}.new`);
  writeFileSync(temporary, `${segment} ${offset}`, { mode: 0o600 });
  renameSync(temporary, path.join(directory, CURSOR));
}

/** Whole lines from `offset` in the first segment on, and lines that were being written when the machine stopped. */
export function countLines(directory: string, segments: readonly Segment[], offset: number) {
  let whole = 0;
  let torn = 0;
  for (const [index, segment] of segments.entries()) {
    const bytes = readFileSync(segmentPath(directory, segment.number)).subarray(index === 0 ? offset : 0);
    for (const byte of bytes) if (byte === NEWLINE) whole += 1;
    if (bytes.length > 0 && bytes[bytes.length - 1] !== NEWLINE) torn += 1;
  }
  return { whole, torn };
}
