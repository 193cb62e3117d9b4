/** C2SP tlog-proof: one entry's place in a signed tree, as a text file that can be kept beside the entry. */
import { HASH_BYTES } from "./hashing.ts";
import { verifyInclusion } from "./proofs.ts";
import { BadNote } from "./signed-note.ts";
import { parseTreeHead, type SignedTreeHead } from "./tree-head.ts";

const FIRST_LINE = "c2sp.org/tlog-proof@v1";
const MOST_HASHES = 64;

export type TlogProof = { index: number; hashes: Buffer[]; head: SignedTreeHead };

export function formatTlogProof(index: number, hashes: readonly Buffer[], checkpoint: string): string {
  const lines = [FIRST_LINE, `index ${index}`, ...hashes.map((hash) => hash.toString("base64"))];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf("\n\n");
  const [first, ...lines] = (end < 0 ? "" : text.slice(0, end)).split("\n");
  if (first !== FIRST_LINE) throw new BadNote("it is not a tlog-proof");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? "") ?? [];
  if (index === undefined || !Number.isSafeInteger(Number(index))) throw new BadNote("it names no index");
  if (lines.length > MOST_HASHES) throw new BadNote("it has more hashes than any tree is high");
  const hashes = lines.map((line) => Buffer.from(line, "base64"));
  if (hashes.some((hash, at) => hash.length !== HASH_BYTES || hash.toString("base64") !== lines[at]))
    throw new BadNote("one of its hashes is none");
  return { index: Number(index), hashes, head: parseTreeHead(text.slice(end + 2)) };
}

/** True when the leaf is where the proof says. That the tree is the log's own is for the head's signature. */
export const provesLeaf = ({ index, hashes, head }: TlogProof, leafHash: Buffer): boolean =>
  verifyInclusion({ index, size: head.size, leafHash, root: head.root, proof: hashes });
