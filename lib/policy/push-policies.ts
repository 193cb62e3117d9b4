import { command } from "@/lib/audit/command";
import { applyPush, judgePushed } from "./apply-push";
import { draftSet, SET_MOST_MS } from "./chosen-set";
import { pushPoliciesOp } from "./code-contract";
import { reviewSet } from "./review-draft";

export const pushPolicies = command(
  pushPoliciesOp,
  async (tx, pushed) => {
    const { events, ...told } = await applyPush(tx, pushed);
    const [first, ...rest] = events;
    return {
      // Looked at once it is kept: what it comes to takes longer than others should wait for.
      result: async (ctx) => ({ ...told, review: await reviewSet(ctx, await draftSet(ctx)) }),
      event: first ? [first, ...rest] : "repetition",
    };
  },
  { before: judgePushed, mostMs: SET_MOST_MS },
);
