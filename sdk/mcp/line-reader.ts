/** Cuts a byte stream into lines of bounded length. What is not UTF-8 is not guessed at. */
import { isUtf8 } from "node:buffer";

const NEWLINE = 0x0a;

export const MAX_LINE_BYTES = 8 * 1024 * 1024;

/** `edges` is how a line that was too long began and ended, so that whoever waits for it can be told. */
export type Line = { text: string } | { fault: string; edges?: string };

const EDGE_BYTES = 512;

export class LineReader {
  private readonly onLine: (line: Line) => void;
  private readonly maxBytes: number;
  private parts: Buffer[] = [];
  private size = 0;
  private head = "";
  private tail: Buffer = Buffer.alloc(0);

  constructor(onLine: (line: Line) => void, maxBytes = MAX_LINE_BYTES) {
    this.onLine = onLine;
    this.maxBytes = maxBytes;
  }

  feed(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.keep(chunk.subarray(start, end));
      this.flush();
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
  }

  /** A last line without its end is none: its sender was cut off. */
  end(): void {
    if (this.size > 0) this.onLine({ fault: "the last line was cut off" });
    this.parts = [];
    this.size = 0;
  }

  private keep(part: Buffer): void {
    this.size += part.length;
    if (this.size <= this.maxBytes) {
      if (part.length > 0) this.parts.push(part);
      return;
    }
    // Beyond the bound only the ends are kept, so that an endless line cannot fill the memory.
    if (this.parts.length > 0) {
      const kept = Buffer.concat(this.parts);
      this.head = kept.subarray(0, EDGE_BYTES).toString("utf8");
      this.tail = kept.subarray(-EDGE_BYTES);
      this.parts = [];
    }
    this.tail = Buffer.concat([this.tail, part.subarray(-EDGE_BYTES)]).subarray(-EDGE_BYTES);
  }

  private flush(): void {
    const { parts, size, head, tail } = this;
    this.parts = [];
    this.size = 0;
    this.head = "";
    this.tail = Buffer.alloc(0);
    if (size > this.maxBytes) {
      const edges = `${head}\n${tail.toString("utf8")}`;
      this.onLine({ fault: `the line is longer than ${this.maxBytes} bytes`, edges });
    } else this.onLine(decoded(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)));
  }
}

const decoded = (bytes: Buffer): Line =>
  isUtf8(bytes) ? { text: bytes.toString("utf8") } : { fault: "the line is not UTF-8" };
