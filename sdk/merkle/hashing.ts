/** The two hashes of an RFC 6962 tree. A leaf and a node never share a preimage, because their first bytes differ. */
import { hash } from "node:crypto";

export const HASH_BYTES = 32;

const NODE_INPUT_BYTES = 1 + 2 * HASH_BYTES;
/** Filled anew for each node: hashing is synchronous, so nobody sees it half full. */
const nodeInput = Buffer.alloc(NODE_INPUT_BYTES);

/** Root of the tree without leaves. */
export const emptyRoot = (): Buffer => hash("sha256", "", "buffer");

/** SHA-256 over a zero byte and the entry. */
export function hashLeaf(entry: string | Uint8Array): Buffer {
  // As text, NUL is the zero byte: one string is hashed faster than two pieces.
  if (typeof entry === "string") return hash("sha256", `\0${entry}`, "buffer");
  return hash("sha256", Buffer.concat([Buffer.of(0), entry]), "buffer");
}

/** SHA-256 over a one byte and both children. */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput[0] = 1;
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return hash("sha256", nodeInput, "buffer");
}

export const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES;

/** A count or an index that a tree can have. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** The greatest power of two below `size`, at which RFC 6962 splits a tree of two leaves or more. */
export function splitOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/** Root over the roots of equally large subtrees, of which the last may be incomplete. */
export function rootOver(hashes: readonly Buffer[]): Buffer {
  const [first] = hashes;
  if (first === undefined) return emptyRoot();
  if (hashes.length === 1) return first;
  const split = splitOf(hashes.length);
  return hashNode(rootOver(hashes.slice(0, split)), rootOver(hashes.slice(split)));
}
