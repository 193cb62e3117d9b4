import type { z } from "zod";
import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange, personBehind } from "@/lib/changes/guard-change";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { type Chosen, digestOfSet, draftSet, publishedRevision, SET_MOST_MS } from "./chosen-set";
import { publishBundleOp } from "./contract";
import { judgeDraft, preparePublication } from "./prepare-publication";
import { lockBundles } from "./sign-bundle";

export const publishBundle = command(
  publishBundleOp,
  async (ctx, { note, reason, base, rollOut }) => {
    await lockChanges(ctx);
    await lockBundles(ctx);
    const chosen = await draftSet(ctx);
    if (base) await refuseStale(ctx, base, chosen);
    const askedBy = await personBehind(ctx);
    return guardChange(
      ctx,
      await preparePublication(ctx, { chosen, note, revertedTo: null, rollOut, askedBy }),
      reason,
    );
  },
  { before: judgeDraft, mostMs: SET_MOST_MS },
);

type Base = NonNullable<z.output<typeof publishBundleOp.input>["base"]>;

/** Whoever publishes has seen exactly what they put in force, and what they put it over. */
async function refuseStale(ctx: TxCtx, base: Base, chosen: readonly Chosen[]): Promise<void> {
  const published = await publishedRevision(ctx);
  if (published !== base.published) throw new Refusal("conflict", await publishedMeanwhile(ctx, published));
  if (digestOfSet(chosen) !== base.draft)
    throw new Refusal(
      "conflict",
      "A policy was edited since this page was read. Nothing was published and nothing is lost: look at the changes again, then publish.",
    );
}

/** Who published over what was seen. */
export async function publishedMeanwhile(ctx: TxCtx, revision: number | null): Promise<string> {
  const row = await ctx.db.bundle.findFirst({
    where: { orgId: ctx.orgId, revision: revision ?? 0 },
    select: { createdByName: true },
  });
  const by = row ? `${row.createdByName} published revision ${revision}` : "Somebody published";
  return `${by} since this page was read. Nothing was published and nothing is lost: look at what differs from it now, then decide again.`;
}
