import type { z } from "zod";
import { query } from "@/lib/audit/query";
import { transaction } from "@/lib/db/ctx";
import { applyPush, judgePushed } from "./apply-push";
import { draftSet, SET_MOST_MS } from "./chosen-set";
import { comparePoliciesOp } from "./code-contract";
import { reviewSet } from "./review-draft";

type Told = z.input<typeof comparePoliciesOp.output>;

/** Pushes for real and takes it back, so that what is compared is what a push would come to. */
export const comparePolicies = query(comparePoliciesOp, async (ctx, pushed) => {
  await judgePushed(ctx, pushed);
  let told: Told | null = null;
  try {
    await transaction(
      ctx,
      async (tx) => {
        const { events: _, ...applied } = await applyPush(tx, pushed);
        told = { ...applied, review: await reviewSet(tx, await draftSet(tx)) };
        throw new TakenBack();
      },
      SET_MOST_MS,
    );
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  if (!told) throw new Error("nothing was compared");
  return told;
});

/** Ends the transaction without keeping anything. */
class TakenBack extends Error {}
