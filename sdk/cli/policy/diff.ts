import { ask, consoleFrom } from "../console-client.ts";
import { Told } from "./answers.ts";
import { handOver } from "./hand-over.ts";
import type { PolicyOptions } from "./options.ts";
import { PURPOSE } from "./purpose.ts";
import { showReview } from "./show-review.ts";

/** Shows what pushing this folder would change in what is in force, in text and in meaning. Changes nothing. */
export async function diff(options: PolicyOptions): Promise<number> {
  const console = consoleFrom(options.console, PURPOSE);
  const { review } = await ask(console, Told, "POST /api/v1/policies/compare", await handOver(options));
  showReview(review);
  return review.problem === null && review.tests.every(({ passed }) => passed) ? 0 : 1;
}
