/** The root of a tree that grows leaf by leaf, in memory that grows with the logarithm of its size. */
import { emptyRoot, hashNode } from "./hashing.ts";

export class GrowingRoot {
  #size = 0;
  /** Roots of the complete subtrees from left to right, one for each bit that is set in the size. */
  readonly #complete: Buffer[] = [];

  get size(): number {
    return this.#size;
  }

  push(leafHash: Buffer): void {
    let node = leafHash;
    // Each bit that is set at the low end of the size is a subtree as large as the node, standing just before it.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#complete.pop();
      if (!left) throw new Error("the tree lost a subtree");
      node = hashNode(left, node);
    }
    this.#complete.push(node);
    this.#size += 1;
  }

  root(): Buffer {
    let root: Buffer | undefined;
    for (let at = this.#complete.length - 1; at >= 0; at--) {
      const left = this.#complete[at];
      if (left) root = root ? hashNode(left, root) : left;
    }
    return root ?? emptyRoot();
  }
}
