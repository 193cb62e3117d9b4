/** A publication as it is proposed and carried out: of the draft, or of an earlier revision's policies. */
import { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { type Chosen, draftSet, inForceSet, readSet } from "./chosen-set";
import { refuseDuringRollOut } from "./open-roll-out";
import { putInForce, refuseUnfit } from "./put-in-force";
import { reviewSet } from "./review-draft";
import { RollOutPlan } from "./ring-contract";
import { lockBundles, type Published } from "./sign-bundle";
import { layOut, startRollOut } from "./start-roll-out";
import { checkPolicies } from "./validate-many";

export const Publication = z.strictObject({
  chosen: z.array(z.strictObject({ policyId: z.string(), version: z.int() })),
  note: z.string(),
  /** The revision that it goes back to. */
  revertedTo: z.int().nullable(),
  /** Ring by ring; null: to all points at once. */
  rollOut: RollOutPlan.nullable().default(null),
  /** The person who asks for it, who is told what becomes of a roll-out. */
  askedBy: z.string().nullable().default(null),
});
export type Publication = z.infer<typeof Publication>;

/** What takes long and changes nothing, before the transaction in which a set is published: its texts are judged, and known then. */
export async function judgeSet(ctx: Ctx, chosen: readonly Chosen[]): Promise<void> {
  const named = await readSet(ctx, chosen);
  await checkPolicies(
    ctx,
    named.map(({ text }) => text),
  );
}
export const judgeDraft = async (ctx: Ctx): Promise<void> => judgeSet(ctx, await draftSet(ctx));

/** Refuses what may not be put in force at all, whoever confirms it. */
export async function preparePublication(tx: TxCtx, publication: Publication): Promise<Prepared<Published>> {
  const { chosen, note, revertedTo, rollOut, askedBy } = publication;
  await lockBundles(tx);
  await refuseDuringRollOut(tx);
  const start = rollOut && { plan: rollOut, layout: await layOut(tx) };
  const named = await refuseUnfit(tx, chosen);
  const { changes, weakenings } = await reviewSet(tx, chosen);
  const count = changes.length === 1 ? "1 policy" : `${changes.length} policies`;
  return {
    proposal: {
      kind: "publication",
      subject: "policies",
      title: titleOf(publication, count),
      base: (await inForceSet(tx)).map(({ policyId, version }) => [policyId, version]),
      payload: { ...publication },
      texts: changes.map(({ title, slug, before, after }) => ({ title: `${title} (${slug})`, before, after })),
      weakenings,
    },
    act: async () => {
      if (start) return startRollOut(tx, { named, note, revertedTo, askedBy, ...start });
      const { result, event } = await putInForce(tx, named, {
        note,
        detail: revertedTo === null ? {} : { revertedTo },
      });
      return { result: { ...result, rollOut: null }, event };
    },
  };
}

function titleOf({ revertedTo, rollOut }: Publication, count: string): string {
  const how = rollOut ? ", ring by ring" : "";
  return revertedTo === null
    ? `Publish a change of ${count}${how}`
    : `Go back to the policies of revision ${revertedTo}`;
}
