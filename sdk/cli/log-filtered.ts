/** Checks an export of some entries: each has its place under the head proven by itself. */
import { verifyInclusion } from "../merkle/proofs.ts";
import type { SignedTreeHead } from "../merkle/tree-head.ts";
import { NotVerified } from "../verify.ts";
import { isCanonical } from "./is-canonical.ts";
import { type LoggedEntry, parseEntry } from "./log-lines.ts";

export async function checkFiltered(
  batches: AsyncIterable<string[]>,
  head: SignedTreeHead,
  kept: readonly SignedTreeHead[],
): Promise<string> {
  if (!kept.every(({ size, root }) => size === head.size && root.equals(head.root)))
    throw new NotVerified(
      "it holds only some entries, so it cannot be compared with an earlier head: export the whole log",
    );
  let count = 0;
  let last = -1;
  for await (const line of singly(batches)) {
    const entry = parseEntry(line);
    if (entry === null || entry.index === null)
      throw new NotVerified(`what follows entry ${last} is no entry with its place`);
    if (entry.index <= last) throw new NotVerified(`entry ${entry.index} stands after entry ${last}, or twice`);
    const fault = faultOf(entry, entry.index, head);
    if (fault) throw new NotVerified(`entry ${entry.index} ${fault}`);
    last = entry.index;
    count += 1;
  }
  return `${count} entries of ${head.origin}, each in its place among the ${head.size} that were signed. That no other entry fits the same filter is not proven by this file.`;
}

function faultOf(entry: LoggedEntry, index: number, { size, root }: SignedTreeHead): string | null {
  if (!entry.hashHolds()) return "was changed: its leaf does not have the hash that it claims";
  if (entry.leaf !== null && !isCanonical(entry.leaf)) return "holds a leaf that is not canonical JSON";
  const proof = entry.proof.map((hash) => Buffer.from(hash, "base64"));
  const leafHash = Buffer.from(entry.leafHash, "hex");
  return verifyInclusion({ index, size, leafHash, root, proof })
    ? null
    : "is not proven to be in the tree that was signed";
}

async function* singly(batches: AsyncIterable<string[]>): AsyncGenerator<string> {
  for await (const lines of batches) yield* lines;
}
