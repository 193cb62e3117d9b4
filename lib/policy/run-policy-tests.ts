import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { BundleRejected } from "@/sdk/decide";
import { runCases } from "@/sdk/policy/run-cases";
import { bundleContent } from "./bundle-content";
import { draftSet, inForceSet } from "./chosen-set";
import { runPolicyTestsOp } from "./test-contract";
import { readTests } from "./test-rows";

export const runPolicyTests = query(runPolicyTestsOp, async (ctx, { against }) => {
  const content = await bundleContent(ctx, await (against === "draft" ? draftSet(ctx) : inForceSet(ctx)));
  try {
    const results = runCases(content, await readTests(ctx), (await databaseNow(ctx.db)).getTime());
    return { against, results, failed: results.filter(({ passed }) => !passed).length };
  } catch (error) {
    if (!(error instanceof BundleRejected)) throw error;
    throw new Refusal("conflict", `No case could be asked, because this set cannot be loaded: ${error.message}`);
  }
});
