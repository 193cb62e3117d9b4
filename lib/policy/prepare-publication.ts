/** A publication as it is proposed and carried out: of the draft, or of an earlier revision's policies. */
import { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import type { TxCtx } from "@/lib/db/ctx";
import { inForceSet } from "./chosen-set";
import { putInForce, refuseUnfit } from "./put-in-force";
import { reviewSet } from "./review-draft";
import { lockBundles, type SignedRevision } from "./sign-bundle";

export const Publication = z.strictObject({
  chosen: z.array(z.strictObject({ policyId: z.string(), version: z.int() })),
  note: z.string(),
  /** The revision that it goes back to. */
  revertedTo: z.int().nullable(),
});
export type Publication = z.infer<typeof Publication>;

/** Refuses what may not be put in force at all, whoever confirms it. */
export async function preparePublication(tx: TxCtx, publication: Publication): Promise<Prepared<SignedRevision>> {
  const { chosen, note, revertedTo } = publication;
  await lockBundles(tx);
  const named = await refuseUnfit(tx, chosen);
  const { changes, weakenings } = await reviewSet(tx, chosen);
  const count = changes.length === 1 ? "1 policy" : `${changes.length} policies`;
  return {
    proposal: {
      kind: "publication",
      subject: "policies",
      title: revertedTo === null ? `Publish a change of ${count}` : `Go back to the policies of revision ${revertedTo}`,
      base: (await inForceSet(tx)).map(({ policyId, version }) => [policyId, version]),
      payload: { ...publication },
      texts: changes.map(({ title, slug, before, after }) => ({ title: `${title} (${slug})`, before, after })),
      weakenings,
    },
    act: () => putInForce(tx, named, { note, detail: revertedTo === null ? {} : { revertedTo } }),
  };
}
