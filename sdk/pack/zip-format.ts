/**
 * The one way in which a pack's ZIP is written: files stored as they are, one after the other, with fixed times and rights. Both
 * the console, which writes it, and the verifier, which compares, take every byte around the files from here.
 */
export type ZipEntry = { name: string; size: number; crc: number; offset: number };

const UTF8 = 0x0800;
/** 1 January 1980, the first day that the format knows. */
const DATE = 0x0021;
const VERSION = 10;
const UNIX = 3;
const FILE_0644 = 0o100644;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;

/** Beyond these the format has another form, which is not written here. */
export const MOST_BYTES = 0xffff_fffe;
export const MOST_FILES = 65_534;
const MOST_NAME = 200;

/** A relative path of plain names: nothing that a tool could take for another place. */
export const isSafeName = (name: string): boolean =>
  name.length <= MOST_NAME &&
  /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(name) &&
  !name.endsWith(".");

export const localBytes = (name: string): number => 30 + Buffer.byteLength(name);

export function localHeader({ name, size, crc }: ZipEntry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  writeCommon(header, 6, { name, size, crc });
  return Buffer.concat([header, Buffer.from(name)]);
}

export function centralRecord(entry: ZipEntry): Buffer {
  const record = Buffer.alloc(CENTRAL_BYTES);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE((UNIX << 8) | VERSION, 4);
  record.writeUInt16LE(VERSION, 6);
  writeCommon(record, 8, entry);
  record.writeUInt32LE(FILE_0644 * 0x10000, 38);
  record.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([record, Buffer.from(entry.name)]);
}

/** What both headers have in common, from the flags to the length of what is extra. */
function writeCommon(bytes: Buffer, at: number, { name, size, crc }: Omit<ZipEntry, "offset">): void {
  bytes.writeUInt16LE(UTF8, at);
  bytes.writeUInt16LE(DATE, at + 6);
  bytes.writeUInt32LE(crc, at + 8);
  bytes.writeUInt32LE(size, at + 12);
  bytes.writeUInt32LE(size, at + 16);
  bytes.writeUInt16LE(Buffer.byteLength(name), at + 20);
}

export function endRecord(count: number, centralSize: number, centralOffset: number): Buffer {
  const record = Buffer.alloc(END_BYTES);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(centralSize, 12);
  record.writeUInt32LE(centralOffset, 16);
  return record;
}

export type ZipEnd = { count: number; centralSize: number; centralOffset: number };

export function parseEnd(bytes: Buffer): ZipEnd {
  return {
    count: bytes.readUInt16LE(10),
    centralSize: bytes.readUInt32LE(12),
    centralOffset: bytes.readUInt32LE(16),
  };
}

/** Reads what a record says; whether it says it in the one way is for whoever compares it with {@link centralRecord}. */
export function parseCentral(bytes: Buffer, at: number): { entry: ZipEntry; next: number } | null {
  if (at + CENTRAL_BYTES > bytes.length) return null;
  const next = at + CENTRAL_BYTES + bytes.readUInt16LE(at + 28);
  if (next > bytes.length) return null;
  const entry = {
    name: bytes.toString("utf8", at + CENTRAL_BYTES, next),
    crc: bytes.readUInt32LE(at + 16),
    size: bytes.readUInt32LE(at + 24),
    offset: bytes.readUInt32LE(at + 42),
  };
  return { entry, next };
}

export { END_BYTES };
