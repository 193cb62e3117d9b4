import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { BundleRejected } from "@/sdk/decide";
import { bundleContent, bundlePolicies } from "./bundle-content";
import { type Chosen, digestOfSet, draftSet, inForceSet, publishedRevision, readSet } from "./chosen-set";
import { meaningOf } from "./meaning";
import { type DraftReview, reviewDraftOp } from "./review-contract";
import { runCases } from "./run-cases";
import { readTests } from "./test-rows";
import { textChanges } from "./text-changes";

export const reviewDraft = query(reviewDraftOp, async (ctx) => reviewSet(ctx, await draftSet(ctx)));

/** What putting this set in force would change now. */
export async function reviewSet(ctx: Ctx, chosen: readonly Chosen[]): Promise<DraftReview> {
  const inForce = await inForceSet(ctx);
  const [published, before, after] = [
    await publishedRevision(ctx),
    await readSet(ctx, inForce),
    await readSet(ctx, chosen),
  ];
  const facts = { published, draft: digestOfSet(chosen), changes: textChanges(before, after) };
  const { policies, ...inventory } = await bundleContent(ctx, chosen);
  const cases = await readTests(ctx);
  const now = (await databaseNow(ctx.db)).getTime();
  try {
    const tests = runCases({ ...inventory, policies }, cases, now);
    const old = await bundlePolicies(ctx, inForce);
    const meaning = meaningOf({ before: old, after: policies, inventory, kept: cases }, now);
    return { ...facts, meaning, problem: null, tests };
  } catch (error) {
    if (!(error instanceof BundleRejected)) throw error;
    return { ...facts, meaning: null, problem: error.message, tests: [] };
  }
}
