/**
 * Lines on disk, first in, first out: what this point has to report and the gateway does not have yet. A line is in the
 * page cache when `append` returns, so it outlives this process; `sync` makes it outlive the machine.
 */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import {
  type Cursor,
  countLines,
  NEWLINE,
  openCursor,
  readCursor,
  readSegments,
  readWholeLine,
  type Segment,
  segmentPath,
  writeCursor,
} from "./spool-files.ts";

const SEGMENT_BYTES = 1024 * 1024;
/** A file that is handed in whole is begun anew from this size on. */
const RECYCLE_BYTES = 256 * 1024;

export type SpoolBatch = { lines: string[]; end: Cursor };

export class Spool {
  private readonly directory: string;
  private readonly maxBytes: number;
  private readonly segments: Segment[];
  private file: number;
  private readonly cursor: number;
  private offset = 0;
  private lines = 0;
  private syncing: Promise<void> | null = null;
  private nextSync: Promise<void> | null = null;
  /** Lines that a crash of the machine left unreadable. */
  readonly damaged: number = 0;

  constructor(directory: string, maxBytes: number) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.segments = readSegments(directory);
    const cursor = readCursor(directory);
    const [first] = this.segments;
    if (first && first.number === cursor.segment && cursor.offset <= first.size) this.offset = cursor.offset;
    this.cursor = openCursor(directory);
    const counted = countLines(directory, this.segments, this.offset);
    this.lines = counted.whole;
    this.damaged = counted.torn;
    // A number up to the cursor's is never used again, or the cursor would be taken for one in the new segment.
    this.file = this.begin(Math.max(cursor.segment, this.segments.at(-1)?.number ?? 0) + 1);
  }

  /** Lines waiting. */
  get depth(): number {
    return this.lines;
  }

  get bytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.size, 0) - this.offset;
  }

  /** True when no further call may be entered. A sixteenth is kept for the outcomes of calls that were. */
  get full(): boolean {
    return this.bytes >= this.maxBytes - this.maxBytes / 16;
  }

  /** False when there is no room, on disk or by the bound. `reserved` may use the last sixteenth. */
  append(line: string, options: { reserved: boolean } = { reserved: false }): boolean {
    if (options.reserved ? this.bytes >= this.maxBytes : this.full) return false;
    const last = this.segments.at(-1);
    if (!last) return false;
    const bytes = Buffer.from(`${line}\n`);
    try {
      const written = writeSync(this.file, bytes, 0, bytes.length, last.size);
      if (written !== bytes.length) {
        ftruncateSync(this.file, last.size);
        return false;
      }
      last.size += written;
      this.lines += 1;
      if (last.size >= SEGMENT_BYTES) this.rotate();
      return true;
    } catch {
      return false;
    }
  }

  /** Resolves when all that was appended before is on the disk. Calls that come together share one sync. */
  sync(): Promise<void> {
    this.nextSync ??= (this.syncing ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        this.syncing = this.nextSync;
        this.nextSync = null;
        return new Promise<void>((resolve, reject) => {
          fdatasync(this.file, (error) => (error ? reject(error) : resolve()));
        });
      });
    return this.nextSync;
  }

  /** The oldest lines, up to the limits but at least one; null when there are none. */
  read(maxLines: number, maxBytes: number): SpoolBatch | null {
    const segment = this.segments[0];
    if (!segment || this.lines === 0) return null;
    if (this.offset >= segment.size) {
      if (this.segments.length === 1) return null;
      this.removeFirst();
      return this.read(maxLines, maxBytes);
    }
    const bytes = readWholeLine(this.pathOf(segment.number), this.offset, segment.size, maxBytes);
    const lines: string[] = [];
    let start = 0;
    while (lines.length < maxLines) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end === -1) break;
      lines.push(bytes.toString("utf8", start, end));
      start = end + 1;
    }
    if (lines.length > 0) return { lines, end: { segment: segment.number, offset: this.offset + start } };
    // A last line without its end was being written when the machine stopped; `damaged` has counted it.
    this.offset = segment.size;
    return this.read(maxLines, maxBytes);
  }

  /** Forgets what `read` returned. */
  drop(batch: SpoolBatch): void {
    this.offset = batch.end.offset;
    this.lines -= batch.lines.length;
    const first = this.segments[0];
    if (first && this.offset >= first.size) {
      if (this.segments.length > 1) this.removeFirst();
      else if (first.size >= RECYCLE_BYTES) this.recycle();
    }
    writeCursor(this.cursor, { segment: this.segments[0]?.number ?? 0, offset: this.offset });
  }

  close(): void {
    closeSync(this.file);
    closeSync(this.cursor);
    const last = this.segments.at(-1);
    const begun = this.segments.length === 1 ? this.offset : 0;
    if (last && last.size === begun) unlinkSync(this.pathOf(last.number));
  }

  private begin(number: number): number {
    const file = openSync(this.pathOf(number), "a", 0o600);
    this.segments.push({ number, size: fstatSync(file).size });
    return file;
  }

  private rotate(): void {
    fdatasyncSync(this.file);
    this.beginNext();
  }

  /** Begins a new file in the place of one that was handed in whole. */
  private recycle(): void {
    this.beginNext();
    this.removeFirst();
  }

  private beginNext(): void {
    const old = this.file;
    this.file = this.begin((this.segments.at(-1)?.number ?? 0) + 1);
    const close = (): void => closeSync(old);
    // A sync that runs on the old file must not find its descriptor given to another.
    if (this.syncing || this.nextSync) (this.nextSync ?? this.syncing ?? Promise.resolve()).then(close, close);
    else close();
  }

  private removeFirst(): void {
    const first = this.segments.shift();
    this.offset = 0;
    if (first) unlinkSync(this.pathOf(first.number));
  }

  private pathOf(number: number): string {
    return segmentPath(this.directory, number);
  }
}
