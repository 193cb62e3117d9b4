import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import type { TxCtx } from "@/lib/db/ctx";
import { notFound, Refusal } from "@/lib/shared/errors";
import { BundleContent } from "@/sdk/wire/bundle";
import { type Chosen, publishedRevision, SET_MOST_MS } from "./chosen-set";
import { revertBundleOp } from "./contract";
import { preparePublication } from "./prepare-publication";
import { publishedMeanwhile } from "./publish-bundle";
import { lockBundles } from "./sign-bundle";

export const revertBundle = command(
  revertBundleOp,
  async (tx, { revision, published, note, reason }) => {
    await lockChanges(tx);
    await lockBundles(tx);
    const now = await publishedRevision(tx);
    if (now !== published) throw new Refusal("conflict", await publishedMeanwhile(tx, now));
    const chosen = await setOfRevision(tx, revision);
    const publication = {
      chosen,
      note: note || `as in revision ${revision}`,
      revertedTo: revision,
      rollOut: null,
      askedBy: null,
    };
    return guardChange(tx, await preparePublication(tx, publication), reason);
  },
  { mostMs: SET_MOST_MS },
);

/** The versions that a revision carried. A bundle names policies, and their names never change. */
async function setOfRevision(tx: TxCtx, revision: number): Promise<Chosen[]> {
  const row = await tx.db.bundle.findUnique({
    where: { orgId_revision: { orgId: tx.orgId, revision } },
    select: { content: true },
  });
  if (!row) throw notFound("bundle revision");
  const { policies } = BundleContent.parse(JSON.parse(row.content));
  const known = await tx.db.policy.findMany({
    where: { orgId: tx.orgId, slug: { in: policies.map(({ id }) => id) } },
    select: { id: true, slug: true },
  });
  const ids = new Map(known.map(({ id, slug }) => [slug, id]));
  return policies.map(({ id: slug, version }) => {
    const policyId = ids.get(slug);
    if (policyId === undefined)
      throw new Refusal("conflict", `Revision ${revision} cannot be brought back: the policy ${slug} is gone.`);
    return { policyId, version };
  });
}
