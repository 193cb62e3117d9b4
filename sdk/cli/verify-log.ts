/**
 * Checks an exported audit log offline: each leaf hash, the root of the tree, the signature of its head, and that it goes on
 * from every earlier head that the user kept. Reads line by line, so that its memory does not grow with the log.
 */
import { createReadStream } from "node:fs";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { NotVerified } from "../verify.ts";
import { isCanonical } from "./is-canonical.ts";
import { checkFiltered } from "./log-filtered.ts";
import { type LogKeyOptions, readKeptHeads, readLogKeys, requireHeadBy } from "./log-keys.ts";
import { type LogHeader, parseEntry, parseHeader, parseHeadLine } from "./log-lines.ts";
import { LogTree } from "./log-tree.ts";
import { Misused } from "./misused.ts";
import { readLines } from "./read-lines.ts";

export type LogOptions = LogKeyOptions & {
  /** Files with tree heads that the user kept earlier. */
  head?: string[] | undefined;
};

/** The first line of a file that is not blank; null for a file without any. */
export async function firstLineOf(file: string): Promise<string | null> {
  for await (const lines of linesOf(file)) {
    const first = lines.find((line) => line.trim() !== "");
    if (first !== undefined) return first;
  }
  return null;
}

/** True for the first line of an exported audit log, with or without its tree. */
export const beginsLog = (line: string): boolean => parseHeader(line) !== null || parseEntry(line) !== null;

/** Prints what is proven and returns 0; throws {@link NotVerified} with the first thing that does not hold. */
export async function verifyLog(file: string, options: LogOptions): Promise<number> {
  const header = parseHeader((await firstLineOf(file)) ?? "");
  try {
    process.stdout.write(
      `verified: ${header ? await withTree(file, header, options) : await withoutTree(file, options)}\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    throw new NotVerified(`${printable(file)} is NOT verified: ${printable(error.message, 500)}.`);
  }
}

async function withTree(file: string, header: LogHeader, options: LogOptions): Promise<string> {
  const keys = readLogKeys(options);
  if (keys.length === 0)
    throw new Misused(
      "Name the key that you trust with --key or --trust: a key from the file itself would prove nothing.",
    );
  const head = requireHeadBy(header.checkpoint, header.origin, keys, "newest");
  if (head.size !== header.size)
    throw new NotVerified(`its first line says ${header.size} entries, its head ${head.size}`);
  const kept = await readKeptHeads(options.head ?? [], header.origin, keys);
  const lines = afterHeader(file);
  if (!header.complete) return checkFiltered(lines, head, kept);
  const tree = new LogTree(head, kept, keys);
  for await (const some of lines) {
    for (const line of some) {
      const earlier = parseHeadLine(line);
      if (earlier === null) tree.addEntry(line);
      else tree.addHead(earlier);
    }
  }
  return tree.finish();
}

/** Lines of single entries prove no more than that each has the hash that it claims. */
async function withoutTree(file: string, options: LogOptions): Promise<string> {
  if (options.head?.length) throw new Misused("This file holds no tree that could be compared with --head.");
  let number = 0;
  let count = 0;
  for await (const lines of linesOf(file)) {
    for (const line of lines) {
      number += 1;
      if (line.trim() === "") continue;
      const fault = lineFault(line);
      if (fault) throw new NotVerified(`line ${number} ${fault}`);
      count += 1;
    }
  }
  return `${count} entries hash to what they claim. That none is missing is not proven by this file alone.`;
}

function lineFault(line: string): string | null {
  const entry = parseEntry(line);
  if (entry === null || entry.leaf === null) return "is not an entry with its leaf and hash";
  if (!entry.hashHolds()) return "was changed: its leaf does not have the hash that it claims";
  return isCanonical(entry.leaf) ? null : "holds a leaf that is not canonical JSON";
}

async function* afterHeader(file: string): AsyncGenerator<string[]> {
  let started = false;
  for await (const lines of linesOf(file)) {
    const filled = lines.filter((line) => line.trim() !== "");
    yield started ? filled : filled.slice(1);
    started ||= filled.length > 0;
  }
}

async function* linesOf(file: string): AsyncGenerator<string[]> {
  const stream = createReadStream(file, { highWaterMark: 1024 * 1024 });
  try {
    yield* readLines(stream);
  } catch (error) {
    throw new NotVerified(`${printable(file)} cannot be read: ${messageOf(error)}`);
  } finally {
    stream.destroy();
  }
}
