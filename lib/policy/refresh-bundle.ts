import { recordAudit } from "@/lib/audit/record";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { SET_MOST_MS } from "./chosen-set";
import { lockBundles, signBundle } from "./sign-bundle";

/**
 * Signs a new bundle from the published policies when the inventory changed; does nothing before the first publication.
 * A job's work, not an operation: nobody asks for it. Returns the new revision, or null.
 */
export async function refreshBundle(ctx: Ctx): Promise<number | null> {
  return transaction(
    ctx,
    async (tx) => {
      await lockBundles(tx);
      const any = await tx.db.bundle.findFirst({ where: { orgId: tx.orgId }, select: { revision: true } });
      const signed = any ? await signBundle(tx, "inventory", "the inventory changed") : null;
      if (!signed) return null;
      await recordAudit(tx, {
        action: "bundle.published",
        target: { kind: "bundle", id: String(signed.revision), name: `revision ${signed.revision}` },
        detail: { cause: "inventory", contentDigest: signed.contentDigest },
      });
      return signed.revision;
    },
    SET_MOST_MS,
  );
}
