/** Private to this folder: the same decision on several requests, each on its own, and what became of each. */
import { Refusal } from "@/lib/shared/errors";
import type { Checkpoint } from "./contract";
import type { SeveralResult } from "./inbox-contract";

type Item = { id: string; digest: string };

export async function decideSeveral(
  items: readonly Item[],
  decide: (item: Item) => Promise<Pick<Checkpoint, "status">>,
): Promise<SeveralResult> {
  const results: SeveralResult["results"] = [];
  for (const item of items) {
    try {
      results.push({ id: item.id, status: (await decide(item)).status, refused: null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      results.push({ id: item.id, status: null, refused: { code: error.code, detail: error.message } });
    }
  }
  return { results };
}
