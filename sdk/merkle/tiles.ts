/** C2SP tlog-tiles: the tree cut into tiles of 256 hashes, and the entries into bundles of 256. */
import { HASH_BYTES, rootOver } from "./hashing.ts";
import { completeSubtrees, consistencyRanges, inclusionRanges, joinSubtrees, type LeafRange } from "./proofs.ts";

export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 256;
/** 256 to the sixth is beyond what a number holds exactly. */
const MOST_LEVEL = 5;

/** `level` is null for a bundle of entries; `width` is less than 256 for a tile that is not full yet. */
export type TileName = { level: number | null; index: number; width: number };

/** `tile/0/x001/234.p/7` as the format has it: groups of three digits, an x before all but the last. */
export function tilePath({ level, index, width }: TileName): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
  const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level ?? "entries"}/${number}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** The tile that a path names; null when it is not the path of any. */
export function parseTilePath(path: string): TileName | null {
  const found = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!found) return null;
  const [, kind = "", number = "", partial] = found;
  const name = {
    level: kind === "entries" ? null : Number(kind),
    index: Number(number.replaceAll(/[x/]/g, "")),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  if ((name.level ?? 0) > MOST_LEVEL || !Number.isSafeInteger(name.index)) return null;
  // One tile has one name.
  return name.width >= 1 && name.width <= TILE_WIDTH && tilePath(name) === path ? name : null;
}

/** How many hashes of a level a tree of `size` leaves has for good. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** Reads consecutive hashes of one tile level, all of them within one tile. */
export type ReadHashes = (level: number, from: number, count: number) => Promise<readonly Buffer[]>;

async function subtreeRoot({ start, end }: LeafRange, read: ReadHashes): Promise<Buffer> {
  const height = Math.round(Math.log2(end - start));
  const level = Math.floor(height / TILE_HEIGHT);
  const count = 2 ** (height % TILE_HEIGHT);
  const hashes = await read(level, start / TILE_WIDTH ** level, count);
  if (hashes.length !== count) throw new Error(`the tree lacks hashes for the leaves ${start} to ${end}`);
  return rootOver(hashes);
}

async function rangeRoot(range: LeafRange, read: ReadHashes): Promise<Buffer> {
  const roots: Buffer[] = [];
  for (const part of completeSubtrees(range)) roots.push(await subtreeRoot(part, read));
  return joinSubtrees(roots);
}

async function rangeRoots(ranges: readonly LeafRange[], read: ReadHashes): Promise<Buffer[]> {
  const roots: Buffer[] = [];
  for (const range of ranges) roots.push(await rangeRoot(range, read));
  return roots;
}

export const inclusionProof = (index: number, size: number, read: ReadHashes): Promise<Buffer[]> =>
  rangeRoots(inclusionRanges(index, size), read);

export const consistencyProof = (from: number, to: number, read: ReadHashes): Promise<Buffer[]> =>
  rangeRoots(consistencyRanges(from, to), read);

/** Root of the tree of the first `size` leaves. */
export const treeRoot = (size: number, read: ReadHashes): Promise<Buffer> => rangeRoot({ start: 0, end: size }, read);

export type FullTile = { level: number; index: number; hashes: Buffer; root: Buffer };

/** The right edge of the tree: for each level the hashes of its tile that is not full yet. Appending gives the tiles that fill up. */
export class TileEdge {
  readonly #levels: Buffer[][];
  #size: number;

  constructor(size: number, levels: readonly (readonly Buffer[])[]) {
    this.#size = size;
    this.#levels = levels.map((hashes) => [...hashes]);
  }

  get size(): number {
    return this.#size;
  }

  append(leafHash: Buffer): FullTile[] {
    this.#size += 1;
    const full: FullTile[] = [];
    let hash = leafHash;
    for (let level = 0; ; level++) {
      const edge = this.#levels[level] ?? [];
      this.#levels[level] = edge;
      edge.push(hash);
      if (edge.length < TILE_WIDTH) return full;
      hash = rootOver(edge);
      full.push({ level, index: hashesAt(level + 1, this.#size) - 1, hashes: Buffer.concat(edge), root: hash });
      this.#levels[level] = [];
    }
  }

  root(): Buffer {
    let right: Buffer | undefined;
    for (const hashes of this.#levels) {
      if (right === undefined && hashes.length === 0) continue;
      right = rootOver(right ? [...hashes, right] : hashes);
    }
    return right ?? rootOver([]);
  }
}

export function splitHashes(bytes: Uint8Array): Buffer[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(buffer.length / HASH_BYTES);
  return Array.from({ length: count }, (_, at) => buffer.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

const MOST_ENTRY_BYTES = 65_535;

/** Entries as the format bundles them, each after its length; null when one is longer than the format can say. */
export function entryBundle(entries: readonly string[]): Buffer | null {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    const bytes = Buffer.from(entry);
    if (bytes.length > MOST_ENTRY_BYTES) return null;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    parts.push(length, bytes);
  }
  return Buffer.concat(parts);
}
