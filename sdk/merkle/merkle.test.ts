import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GrowingRoot } from "./growing-root.ts";
import { emptyRoot, hashLeaf, hashNode, rootOver } from "./hashing.ts";
import { verifyConsistency, verifyInclusion } from "./proofs.ts";
import {
  consistencyProof,
  hashesAt,
  inclusionProof,
  parseTilePath,
  type ReadHashes,
  TileEdge,
  tilePath,
  treeRoot,
} from "./tiles.ts";

/** The definition in RFC 6962, 2.1, word for word. */
function reference(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash("sha256").digest();
  if (leaves.length === 1) return leaves[0] ?? emptyRoot();
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const hash = createHash("sha256").update(Buffer.of(1));
  return hash
    .update(reference(leaves.slice(0, k)))
    .update(reference(leaves.slice(k)))
    .digest();
}

const leaves = Array.from({ length: 1_100 }, (_, i) => hashLeaf(`entry ${i}`));
const reader =
  (size: number): ReadHashes =>
  async (level, from, count) =>
    Array.from({ length: count }, (_, at) => {
      expect(from + count).toBeLessThanOrEqual(hashesAt(level, size));
      const width = 256 ** level;
      return reference(leaves.slice((from + at) * width, (from + at + 1) * width));
    });
const sizes = [
  1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 127, 128, 129, 255, 256, 257, 511, 512, 513, 769, 1_023, 1_025,
];

/** Certificate transparency's own test vectors: the leaves, and the root after each of them. */
const ctLeaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ctRoots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

test("roots are those of certificate transparency's test vectors", () => {
  expect(emptyRoot().toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const growing = new GrowingRoot();
  for (const [at, leaf] of ctLeaves.entries()) {
    growing.push(hashLeaf(Buffer.from(leaf, "hex")));
    expect(growing.root().toString("hex")).toBe(ctRoots[at]);
  }
});

test("a leaf hashes alike as text and as bytes", () => {
  for (const text of ["", "a", "é\u2028\u{1f600}"]) expect(hashLeaf(text)).toEqual(hashLeaf(Buffer.from(text)));
});

test("a tree that grows leaf by leaf, or tile by tile, has the root of the whole at every size", () => {
  const growing = new GrowingRoot();
  const edge = new TileEdge(0, []);
  for (const [at, leaf] of leaves.entries()) {
    growing.push(leaf);
    edge.append(leaf);
    if (!sizes.includes(at + 1)) continue;
    const root = reference(leaves.slice(0, at + 1));
    expect(growing.root()).toEqual(root);
    expect(edge.root()).toEqual(root);
    expect(rootOver(leaves.slice(0, at + 1))).toEqual(root);
  }
});

test("tiles fill up in order, each with the root that the next level holds", () => {
  const edge = new TileEdge(0, []);
  const full = Array.from({ length: 65_536 }, (_, i) => edge.append(hashLeaf(String(i)))).flat();
  expect(full.filter(({ level }) => level === 0).map(({ index }) => index)).toEqual(
    Array.from({ length: 256 }, (_, i) => i),
  );
  const [top] = full.filter(({ level }) => level === 1);
  expect(top?.index).toBe(0);
  expect(top?.hashes).toEqual(Buffer.concat(full.filter(({ level }) => level === 0).map(({ root }) => root)));
  expect(top?.root).toEqual(edge.root());
});

describe.each(sizes)("in a tree of %i leaves", (size) => {
  const read = reader(size);
  const root = reference(leaves.slice(0, size));
  const places = [...new Set([0, 1, Math.floor(size / 2), size - 2, size - 1])].filter((at) => at >= 0 && at < size);

  test("each leaf is proven at its own place, and nowhere else", async () => {
    expect(await treeRoot(size, read)).toEqual(root);
    for (const index of places) {
      const leafHash = leaves[index] ?? emptyRoot();
      const proof = await inclusionProof(index, size, read);
      const whole = { index, size, leafHash, root, proof };
      expect(verifyInclusion(whole)).toBe(true);
      expect(verifyInclusion({ ...whole, index: index + 1 })).toBe(false);
      expect(verifyInclusion({ ...whole, index: index + size })).toBe(false);
      expect(verifyInclusion({ ...whole, index: 2 ** 53 })).toBe(false);
      expect(verifyInclusion({ ...whole, leafHash: hashLeaf("another") })).toBe(false);
      expect(verifyInclusion({ ...whole, root: hashLeaf("another") })).toBe(false);
      expect(verifyInclusion({ ...whole, proof: [...proof, root] })).toBe(false);
      expect(verifyInclusion({ ...whole, leafHash: leafHash.subarray(1) })).toBe(false);
      if (proof.length > 0) expect(verifyInclusion({ ...whole, proof: proof.slice(1) })).toBe(false);
      if (proof.length > 0) expect(verifyInclusion({ ...whole, proof: proof.slice(0, -1) })).toBe(false);
    }
  });

  test("each earlier size is proven to be its beginning, and no other tree is", async () => {
    for (const from of [0, ...sizes.filter((one) => one <= size)]) {
      const oldRoot = reference(leaves.slice(0, from));
      const proof = await consistencyProof(from, size, read);
      const whole = { from, to: size, oldRoot, newRoot: root, proof };
      expect(verifyConsistency(whole)).toBe(true);
      expect(verifyConsistency({ ...whole, oldRoot: hashLeaf("another") })).toBe(false);
      if (from > 0) expect(verifyConsistency({ ...whole, newRoot: hashLeaf("another") })).toBe(false);
      expect(verifyConsistency({ ...whole, proof: [...proof, root] })).toBe(false);
      if (proof.length > 0) expect(verifyConsistency({ ...whole, proof: proof.slice(0, -1) })).toBe(false);
      if (from > 0 && from < size) expect(verifyConsistency({ ...whole, from: from + 1, oldRoot })).toBe(false);
    }
  });
});

test("a node is never taken for a leaf, nor a leaf for a node", () => {
  const [a, b] = [hashLeaf("a"), hashLeaf("b")];
  const root = hashNode(a, b);
  expect(hashLeaf(Buffer.concat([a, b]))).not.toEqual(root);
  expect(verifyInclusion({ index: 0, size: 1, leafHash: hashLeaf(Buffer.concat([a, b])), root, proof: [] })).toBe(
    false,
  );
});

test("any changed, dropped or added hash breaks an inclusion proof", async () => {
  const at = fc
    .integer({ min: 1, max: 600 })
    .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1), fc.nat(), fc.nat(31)));
  await fc.assert(
    fc.asyncProperty(at, async ([size, index, which, byte]) => {
      const leafHash = leaves[index] ?? emptyRoot();
      const root = reference(leaves.slice(0, size));
      const proof = await inclusionProof(index, size, reader(size));
      const whole = { index, size, leafHash, root, proof };
      expect(verifyInclusion(whole)).toBe(true);
      if (proof.length === 0) return;
      const bad = proof.map((hash) => Buffer.from(hash));
      const target = bad[which % bad.length] ?? emptyRoot();
      target[byte] = (target[byte] ?? 0) ^ 1;
      expect(verifyInclusion({ ...whole, proof: bad })).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test("tiles are named as the format has it, one name for each", () => {
  expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe("tile/0/x001/x234/067");
  expect(tilePath({ level: 1, index: 0, width: 7 })).toBe("tile/1/000.p/7");
  expect(parseTilePath("tile/entries/x001/234.p/255")).toEqual({ level: null, index: 1234, width: 255 });
  for (const wrong of [
    "tile/0/1",
    "tile/0/x000/001",
    "tile/0/001.p/0",
    "tile/0/001.p/256",
    "tile/0/001.p/300",
    "tile/00/001",
    "tile/0/001.p/07",
    "tile/9/001",
    "tile/0/../001",
    "",
  ])
    expect(parseTilePath(wrong)).toBeNull();
});
