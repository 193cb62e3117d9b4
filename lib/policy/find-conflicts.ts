import { query } from "@/lib/audit/query";
import { BundleRejected } from "@/sdk/decide";
import { bundleContent } from "./bundle-content";
import { draftSet, inForceSet } from "./chosen-set";
import { findConflictsOp } from "./conflict-contract";
import { conflictsIn } from "./conflicts";

export const findConflicts = query(findConflictsOp, async (ctx, { against }) => {
  const content = await bundleContent(ctx, await (against === "draft" ? draftSet(ctx) : inForceSet(ctx)));
  try {
    return conflictsIn(content);
  } catch (error) {
    if (!(error instanceof BundleRejected)) throw error;
    const none = { looked: 0, of: 0 };
    return { conflicts: [], policies: 0, calls: 0, agents: none, tools: none, problem: error.message };
  }
});
