/**
 * One act on several things, each by itself and in a transaction of its own: what waits for a second person or is refused undoes
 * none of the others, and what became of each is told.
 */
import { Refusal } from "@/lib/shared/errors";
import type { ActResult } from "./contract";

export async function oneByOne<Item extends { id: string }>(
  items: readonly Item[],
  act: (item: Item) => Promise<"done" | "same">,
): Promise<ActResult[]> {
  const results: ActResult[] = [];
  for (const item of items) results.push({ id: item.id, ...(await became(() => act(item))) });
  return results;
}

async function became(act: () => Promise<"done" | "same">): Promise<Omit<ActResult, "id">> {
  try {
    return { outcome: await act(), why: null, changeId: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { message: why, change } = error;
    return change ? { outcome: "waits", why, changeId: change.id } : { outcome: "refused", why, changeId: null };
  }
}
