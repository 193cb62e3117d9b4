/** The files of a spool: numbered segments of lines, and a cursor that says how far they have been handed in. */
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
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
  const [segment, offset] = existsSync(file) ? readFileSync(file, "utf8").split(" ").map(Number) : [];
  if (!Number.isSafeInteger(segment) || !Number.isSafeInteger(offset)) return { segment: 0, offset: 0 };
  return { segment: segment ?? 0, offset: offset ?? 0 };
}

export function openCursor(directory: string): number {
  return openSync(path.join(directory, CURSOR), constants.O_RDWR | constants.O_CREAT, 0o600);
}

/** In place and in one write of constant length: to replace the file at each batch would cost more than the batch. */
export function writeCursor(file: number, { segment, offset }: Cursor): void {
  writeSync(file, `${String(segment).padStart(12, "0")} ${String(offset).padStart(12, "0")}\n`, 0);
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

/** Bytes of a file from `offset`: `maxBytes` of them, or as many as the first line needs. */
export function readWholeLine(file: string, offset: number, size: number, maxBytes: number): Buffer {
  const descriptor = openSync(file, "r");
  try {
    for (let length = maxBytes; ; length *= 2) {
      const bytes = Buffer.alloc(Math.min(length, size - offset));
      readSync(descriptor, bytes, 0, bytes.length, offset);
      if (bytes.length < length || bytes.includes(NEWLINE)) return bytes;
    }
  } finally {
    closeSync(descriptor);
  }
}
