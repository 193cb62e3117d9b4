/** How a page asks why a change that weakens is wanted, and says that it waits, whatever form it came from. */
import type { Problem } from "@/sdk/wire/protocol";

type Standing = {
  /** Null: the person thinks better of it. */
  ask: (problem: Problem) => Promise<string | null>;
  tell: (problem: Problem) => void;
};
let standing: Standing | null = null;

/** One dialog stands ready for all forms. */
export function standReady(one: Standing): () => void {
  standing = one;
  return () => {
    if (standing === one) standing = null;
  };
}

export const askReason = async (problem: Problem): Promise<string | null> => (await standing?.ask(problem)) ?? null;
export const tellWaiting = (problem: Problem): void => standing?.tell(problem);
