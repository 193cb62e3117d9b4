/** The lines of an exported audit log. The first says whose log it is and bears its signed head; then come entries and earlier heads. */
import { hashLeaf } from "../merkle/hashing.ts";

export type LogHeader = {
  origin: string;
  /** Entries under the head. */
  size: number;
  /** All of them follow, in order; otherwise some do, each with its proof. */
  complete: boolean;
  checkpoint: string;
};

export const LOG_FORMAT = "gatehouse-audit-log/1";

export const headerLine = ({ origin, size, complete, checkpoint }: LogHeader): string =>
  lineOf({ log: LOG_FORMAT, origin, size, complete, checkpoint });

export type EntryLine = {
  index?: number;
  leaf?: string;
  leafHash: string;
  erased?: true;
  /** Base64 hashes of the inclusion proof. */
  proof?: string[];
};
export const entryLine = (entry: EntryLine): string => lineOf(entry);
export const headLine = (checkpoint: string): string => lineOf({ checkpoint });

/** U+2028 and U+2029 are written as escapes: some readers of lines take them for line ends. */
const lineOf = (value: object): string =>
  `${JSON.stringify(value).replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`)}\n`;

export function parseHeader(line: string): LogHeader | null {
  const value = objectOf(line);
  if (value?.log !== LOG_FORMAT) return null;
  const { origin, size, complete, checkpoint } = value;
  const whole = typeof origin === "string" && typeof checkpoint === "string" && typeof complete === "boolean";
  return whole && typeof size === "number" ? { origin, size, complete, checkpoint } : null;
}

/** The checkpoint of a line that holds nothing else; null for any other line. */
export function parseHeadLine(line: string): string | null {
  if (!line.startsWith('{"checkpoint":')) return null;
  const checkpoint = objectOf(line)?.checkpoint;
  return typeof checkpoint === "string" ? checkpoint : null;
}

const HASH = /^[0-9a-f]{64}$/;

export class LoggedEntry {
  constructor(
    readonly index: number | null,
    /** Null when the payload was erased. */
    readonly leaf: string | null,
    readonly leafHash: string,
    readonly proof: readonly string[],
  ) {}

  hashHolds(): boolean {
    return this.leaf === null || hashLeaf(this.leaf).toString("hex") === this.leafHash;
  }
}

/** Null for whatever is not an entry, whole or erased. */
export function parseEntry(line: string): LoggedEntry | null {
  const value = objectOf(line);
  if (value === null) return null;
  const { index = null, leaf, leafHash, erased, proof = [] } = value;
  if (typeof leafHash !== "string" || !HASH.test(leafHash)) return null;
  if (index !== null && typeof index !== "number") return null;
  // An entry has its payload or says that it has none: never both, never neither.
  if (erased === true ? leaf !== undefined : typeof leaf !== "string" || erased !== undefined) return null;
  if (!Array.isArray(proof) || !proof.every((hash) => typeof hash === "string")) return null;
  return new LoggedEntry(index, typeof leaf === "string" ? leaf : null, leafHash, proof);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
