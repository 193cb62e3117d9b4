/**
 * Writes a pack's ZIP piece by piece, in memory that does not grow with it. What stands before a file says its size and
 * checksum, which are known only behind it: its place is kept free, and filled afterwards.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  centralRecord,
  endRecord,
  isSafeName,
  localBytes,
  localHeader,
  MOST_BYTES,
  MOST_FILES,
  type ZipEntry,
} from "@/sdk/pack/zip-format";

const PIECE_BYTES = 256 * 1024;

export type Store = (place: number, bytes: Buffer) => Promise<void>;
export type WrittenFile = { path: string; bytes: number; sha256: string };

export class PackTooLarge extends Error {
  override name = "PackTooLarge";
}

export class ZipWriter {
  readonly #store: Store;
  readonly #entries: ZipEntry[] = [];
  readonly files: WrittenFile[] = [];
  #place = 0;
  #offset = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Names are ours, and one that could lead elsewhere is a fault of ours. */
  async add(name: string, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<WrittenFile> {
    if (!isSafeName(name)) throw new Error(`${JSON.stringify(name)} is no name for a file of a pack`);
    if (this.#entries.some((entry) => entry.name.toLowerCase() === name.toLowerCase()))
      throw new Error(`${name} is in the pack already`);
    if (this.#entries.length >= MOST_FILES) throw new PackTooLarge("more files than a pack can hold");
    const headerPlace = this.#place++;
    const { size, crc, sha256 } = await this.#write(chunks, MOST_BYTES - this.#offset - localBytes(name));
    const entry = { name, size, crc, offset: this.#offset };
    await this.#store(headerPlace, localHeader(entry));
    this.#offset += localBytes(name) + size;
    this.#entries.push(entry);
    const file = { path: name, bytes: size, sha256 };
    this.files.push(file);
    return file;
  }

  async #write(chunks: AsyncIterable<Buffer> | Iterable<Buffer>, most: number) {
    const hash = createHash("sha256");
    let [size, crc] = [0, 0];
    let waiting: Buffer[] = [];
    let held = 0;
    const flush = async () => {
      if (held > 0) await this.#store(this.#place++, Buffer.concat(waiting));
      [waiting, held] = [[], 0];
    };
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > most) throw new PackTooLarge("more than four gigabytes");
      hash.update(chunk);
      crc = crc32(chunk, crc);
      waiting.push(chunk);
      held += chunk.length;
      if (held >= PIECE_BYTES) await flush();
    }
    await flush();
    return { size, crc, sha256: hash.digest("hex") };
  }

  /** How many pieces there are once the list of files is written. */
  async finish(): Promise<number> {
    const list = Buffer.concat(this.#entries.map(centralRecord));
    const end = endRecord(this.#entries.length, list.length, this.#offset);
    if (this.#offset + list.length + end.length > MOST_BYTES) throw new PackTooLarge("more than four gigabytes");
    await this.#store(this.#place++, Buffer.concat([list, end]));
    return this.#place;
  }
}
