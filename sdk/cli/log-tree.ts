/** Rebuilds the tree of a whole exported log as its lines come, and compares it with every head on the way. */
import { z } from "zod";
import { GrowingRoot } from "../merkle/growing-root.ts";
import { isHeadBy, type SignedTreeHead } from "../merkle/tree-head.ts";
import { NotVerified } from "../verify.ts";
import { type LogKey, parseHead } from "./log-keys.ts";
import { parseEntry } from "./log-lines.ts";

const ERASURE = '"action":"audit.erased"';

export class LogTree {
  readonly #head: SignedTreeHead;
  readonly #kept: readonly SignedTreeHead[];
  readonly #keys: readonly LogKey[];
  readonly #tree = new GrowingRoot();
  /** Leaf hashes of entries without a payload, until the log says that they were erased. */
  readonly #unexplained = new Map<number, string>();
  #erased = 0;
  #nextKept = 0;
  /** Size at which the tree last had the root of a head. */
  #sound = 0;
  #earlier = 0;

  constructor(head: SignedTreeHead, kept: readonly SignedTreeHead[], keys: readonly LogKey[]) {
    this.#head = head;
    this.#kept = kept;
    this.#keys = keys;
    const newest = kept.at(-1);
    if (newest && newest.size > head.size)
      throw new NotVerified(
        `it ends at ${head.size} entries, and a head of ${newest.size} was signed before: entries are missing at its end`,
      );
    this.#compareKept();
  }

  addEntry(line: string): void {
    const place = this.#tree.size;
    const entry = parseEntry(line);
    if (entry === null) throw new NotVerified(`what stands where entry ${place} belongs is no entry`);
    if (entry.index !== place)
      throw new NotVerified(
        `entry ${place} is missing or out of order: entry ${entry.index ?? "without a number"} stands in its place`,
      );
    if (place >= this.#head.size)
      throw new NotVerified(`entry ${place} is beyond the ${this.#head.size} entries of the head`);
    if (!entry.hashHolds())
      throw new NotVerified(`entry ${place} was changed: its leaf does not have the hash that it claims`);
    if (entry.leaf === null) this.#unexplained.set(place, entry.leafHash);
    else this.#readLeaf(entry.leaf);
    this.#tree.push(Buffer.from(entry.leafHash, "hex"));
    this.#compareKept();
  }

  /** A head on its way. One that is signed by a key nobody named here is compared all the same, and proves nothing more. */
  addHead(text: string): void {
    const head = parseHead(text);
    const { size } = this.#tree;
    if (head.origin !== this.#head.origin || head.size !== size)
      throw new NotVerified(`after entry ${size - 1} stands a head of ${head.size} entries of ${head.origin}`);
    this.#compare(head);
    if (this.#keys.some(({ publicKey }) => isHeadBy(head, publicKey))) this.#earlier += 1;
  }

  finish(): string {
    const { size } = this.#tree;
    if (size < this.#head.size)
      throw new NotVerified(
        `it breaks off: entry ${size} is the first that is missing, of ${this.#head.size} under its head`,
      );
    this.#compare(this.#head);
    const [hole] = this.#unexplained.keys();
    if (hole !== undefined)
      throw new NotVerified(`entry ${hole} has no payload, and the log holds no record of its erasure`);
    return this.#words();
  }

  #words(): string {
    const heads =
      this.#kept.length > 0
        ? `, going on from ${this.#kept.length} earlier head${this.#kept.length > 1 ? "s" : ""} that you named`
        : "";
    const own =
      this.#earlier > 0 ? `, with ${this.#earlier} signed head${this.#earlier > 1 ? "s" : ""} on the way` : "";
    const erased = this.#erased > 0 ? `, ${this.#erased} of them erased on record` : "";
    return `${this.#head.size} entries of ${this.#head.origin}, whole and in order${erased}, under the root that was signed${own}${heads}. What was written after that head is not covered${heads ? "" : "; that nobody was shown another log is proven only against a head that you kept (--head)"}.`;
  }

  #readLeaf(leaf: string): void {
    if (!leaf.includes(ERASURE)) return;
    const { action, detail } = erasureOf(leaf);
    if (action !== "audit.erased" || !detail || this.#unexplained.get(detail.index) !== detail.leafHash) return;
    this.#unexplained.delete(detail.index);
    this.#erased += 1;
  }

  #compareKept(): void {
    for (let head = this.#kept[this.#nextKept]; head?.size === this.#tree.size; head = this.#kept[this.#nextKept]) {
      this.#compare(head);
      this.#nextKept += 1;
    }
  }

  #compare(head: SignedTreeHead): void {
    if (!head.root.equals(this.#tree.root())) {
      const last = Math.max(this.#sound, head.size - 1);
      throw new NotVerified(
        `an entry from ${this.#sound} to ${last} was changed, added or removed: the head of ${head.size} entries was signed over other ones`,
      );
    }
    this.#sound = head.size;
  }
}

const Erasure = z.object({ action: z.string(), detail: z.object({ index: z.number(), leafHash: z.string() }) });

/** What is no leaf of ours says nothing. */
function erasureOf(leaf: string): Partial<z.infer<typeof Erasure>> {
  try {
    return Erasure.safeParse(JSON.parse(leaf)).data ?? {};
  } catch {
    return {};
  }
}
