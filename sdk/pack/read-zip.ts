/**
 * Opens a pack's ZIP and accepts only one that is built in the one way of zip-format.ts: no byte before, between or behind what
 * the list of files accounts for, no name that leads elsewhere, none twice. So no two tools can see two different packs in it.
 */
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { NotVerified } from "../verify.ts";
import {
  centralRecord,
  END_BYTES,
  endRecord,
  isSafeName,
  localBytes,
  localHeader,
  parseCentral,
  parseEnd,
  type ZipEntry,
} from "./zip-format.ts";

/** A list of files beyond this is nobody's pack. */
const MOST_LIST = 32 * 1024 * 1024;
/** Files that are read as a whole; those that may be larger are read as streams. */
const MOST_WHOLE = 64 * 1024 * 1024;

export class PackZip {
  readonly #file: string;
  readonly #entries: ReadonlyMap<string, ZipEntry>;

  constructor(file: string, entries: readonly ZipEntry[]) {
    this.#file = file;
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  stream(name: string): AsyncIterable<Buffer> {
    const { offset, size } = this.#entry(name);
    const start = offset + localBytes(name);
    // An end before the start would read on to the end of the file.
    return size === 0
      ? nothing()
      : createReadStream(this.#file, { start, end: start + size - 1, highWaterMark: 1024 * 1024 });
  }

  async read(name: string): Promise<Buffer> {
    if (this.#entry(name).size > MOST_WHOLE) throw new NotVerified(`${name} is larger than such a file can be`);
    const chunks: Buffer[] = [];
    for await (const chunk of this.stream(name)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  #entry(name: string): ZipEntry {
    const entry = this.#entries.get(name);
    if (!entry) throw new NotVerified(`it holds no ${name}`);
    return entry;
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

export async function openPackZip(file: string): Promise<PackZip> {
  const handle = await open(file);
  try {
    return new PackZip(file, await entriesOf(handle));
  } finally {
    await handle.close();
  }
}

async function entriesOf(handle: FileHandle): Promise<ZipEntry[]> {
  const { size } = await handle.stat();
  if (size < END_BYTES) throw new NotVerified("it is too short to be a pack");
  const end = await bytesAt(handle, size - END_BYTES, END_BYTES);
  const { count, centralSize, centralOffset } = parseEnd(end);
  if (!end.equals(endRecord(count, centralSize, centralOffset)) || centralOffset + centralSize + END_BYTES !== size)
    throw new NotVerified("it is cut off, or something was added to its end");
  if (centralSize > MOST_LIST) throw new NotVerified("its list of files is longer than that of any pack");
  const list = await bytesAt(handle, centralOffset, centralSize);
  const entries = parseList(list, count);
  let at = 0;
  for (const entry of entries) {
    const header = localHeader(entry);
    if (entry.offset !== at || !(await bytesAt(handle, at, header.length)).equals(header))
      throw new NotVerified(`what stands before ${entry.name} was changed`);
    at += header.length + entry.size;
  }
  if (at !== centralOffset) throw new NotVerified("something was added between its files");
  return entries;
}

function parseList(list: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  while (entries.length < count) {
    const found = parseCentral(list, at);
    if (!found || !isSafeName(found.entry.name))
      throw new NotVerified("its list of files holds a name that no pack has");
    const { entry, next } = found;
    if (!list.subarray(at, next).equals(centralRecord(entry)))
      throw new NotVerified(`what its list of files says of ${entry.name} was changed`);
    // Two names that differ only by case are one file to some systems.
    if (names.has(entry.name.toLowerCase())) throw new NotVerified(`${entry.name} stands in it twice`);
    names.add(entry.name.toLowerCase());
    entries.push(entry);
    at = next;
  }
  if (at !== list.length) throw new NotVerified("its list of files has a wrong length");
  return entries;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  if (bytesRead !== length) throw new NotVerified("it is cut off");
  return bytes;
}
