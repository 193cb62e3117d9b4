import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { confirmersOf, takesTwo } from "@/lib/identity/two-persons";
import { BundleRejected } from "@/sdk/decide";
import { runCases } from "@/sdk/policy/run-cases";
import { bundleContent, bundlePolicies } from "./bundle-content";
import { type Chosen, digestOfSet, draftSet, inForceSet, publishedRevision, readSet } from "./chosen-set";
import { meaningOf } from "./meaning";
import { openRollOut } from "./open-roll-out";
import { publicationWeakenings } from "./publication-weakenings";
import { type DraftReview, type Meaning, reviewDraftOp } from "./review-contract";
import { readTests } from "./test-rows";
import { textChanges } from "./text-changes";

export const reviewDraft = query(reviewDraftOp, async (ctx) => reviewSet(ctx, await draftSet(ctx)));

/** The same texts decide the same, so no call is asked. */
const unchanged: Meaning = {
  calls: 0,
  unjudged: 0,
  agents: { looked: 0, of: 0 },
  tools: { looked: 0, of: 0 },
  sampled: false,
  shifts: [],
};

/** What putting this set in force would change now. */
export async function reviewSet(ctx: Ctx, chosen: readonly Chosen[]): Promise<DraftReview> {
  const inForce = await inForceSet(ctx);
  const [published, before, after] = [
    await publishedRevision(ctx),
    await readSet(ctx, inForce),
    await readSet(ctx, chosen),
  ];
  const people = await confirmersOf(ctx);
  const guard = {
    takesTwo: await takesTwo(ctx),
    confirmers: people.flatMap(({ id, name }) => (id === ctx.actor.id ? [] : [name])),
    rollOut: await openRollOut(ctx),
  };
  const facts = { ...guard, published, draft: digestOfSet(chosen), changes: textChanges(before, after) };
  const { policies, ...inventory } = await bundleContent(ctx, chosen);
  const cases = await readTests(ctx);
  const now = (await databaseNow(ctx.db)).getTime();
  try {
    const tests = runCases({ ...inventory, policies }, cases, now);
    if (facts.changes.length === 0) return { ...facts, meaning: unchanged, weakenings: [], problem: null, tests };
    const old = await bundlePolicies(ctx, inForce);
    const meaning = meaningOf({ before: old, after: policies, inventory, kept: cases }, now);
    const weakenings = publicationWeakenings({ published, before: old, after: policies, meaning });
    return { ...facts, meaning, weakenings, problem: null, tests };
  } catch (error) {
    if (!(error instanceof BundleRejected)) throw error;
    return { ...facts, meaning: null, weakenings: [], problem: error.message, tests: [] };
  }
}
