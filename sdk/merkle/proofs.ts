/**
 * Inclusion and consistency proofs of RFC 6962 (verification as in RFC 9162, 2.1.3.2 and 2.1.4.2). Making one asks for the
 * hashes of ranges of leaves and so needs few of them; checking one needs nothing but the proof.
 */
import { emptyRoot, hashNode, isCount, isHash, splitOf } from "./hashing.ts";

/** Half-open: the leaves from `start` up to, and without, `end`. */
export type LeafRange = { start: number; end: number };

/** Where the hashes of an inclusion proof come from, in the order of the proof. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const ranges: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/** Where the hashes of a consistency proof come from, in the order of the proof. */
export function consistencyRanges(from: number, to: number): LeafRange[] {
  if (!isCount(from) || !isCount(to) || from > to) throw new RangeError(`a tree of ${to} has no earlier size ${from}`);
  if (from === 0 || from === to) return [];
  const ranges: LeafRange[] = [];
  let [start, end] = [0, to];
  while (from !== end) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  // The old tree's own root is known to the verifier; any other subtree at which the search ends is not.
  if (start > 0) ranges.push({ start, end });
  return ranges.reverse();
}

/** Cuts a range as it occurs in a proof into complete subtrees, from left to right. */
export function completeSubtrees({ start, end }: LeafRange): LeafRange[] {
  const size = end - start;
  const parts: LeafRange[] = [];
  let place = start;
  for (let width = splitOf(size + 1); place < end; width /= 2) {
    if (place + width <= end) {
      parts.push({ start: place, end: place + width });
      place += width;
    }
  }
  return parts;
}

/** Joins the roots of {@link completeSubtrees} again. */
export function joinSubtrees(roots: readonly Buffer[]): Buffer {
  const joined = roots.reduceRight<Buffer | undefined>(
    (right, left) => (right ? hashNode(left, right) : left),
    undefined,
  );
  return joined ?? emptyRoot();
}

export type Inclusion = {
  index: number;
  size: number;
  leafHash: Uint8Array;
  root: Uint8Array;
  proof: readonly Uint8Array[];
};

/** True only when the leaf is at that place of the tree with that size and root. */
export function verifyInclusion({ index, size, leafHash, root, proof }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || ![leafHash, root, ...proof].every(isHash)) return false;
  let [place, last] = [index, size - 1];
  let node: Uint8Array = leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = hashNode(sibling, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      node = hashNode(node, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && same(node, root);
}

export type Consistency = {
  from: number;
  to: number;
  oldRoot: Uint8Array;
  newRoot: Uint8Array;
  proof: readonly Uint8Array[];
};

/** True only when the older tree is the beginning of the newer one. */
export function verifyConsistency({ from, to, oldRoot, newRoot, proof }: Consistency): boolean {
  if (!isCount(from) || !isCount(to) || from > to || ![oldRoot, newRoot, ...proof].every(isHash)) return false;
  if (from === to) return proof.length === 0 && same(oldRoot, newRoot);
  // Every tree begins with the empty one, which has but one root.
  if (from === 0) return proof.length === 0 && same(oldRoot, emptyRoot());
  return climb({ from, to, oldRoot, newRoot, proof: isPowerOfTwo(from) ? [oldRoot, ...proof] : proof });
}

function climb({ from, to, oldRoot, newRoot, proof }: Consistency): boolean {
  let [place, last] = [from - 1, to - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  const [first, ...rest] = proof;
  if (!first) return false;
  let [older, newer]: [Uint8Array, Uint8Array] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      older = hashNode(sibling, older);
      newer = hashNode(sibling, newer);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      newer = hashNode(newer, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && same(older, oldRoot) && same(newer, newRoot);
}

// Shifts would cut what does not fit into 32 bits.
const half = (value: number): number => Math.floor(value / 2);
const isPowerOfTwo = (value: number): boolean => splitOf(value + 1) === value;
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
