import { command } from "@/lib/audit/command";
import { appendControl } from "@/lib/db/control-log";
import { rotateSigningKeyOp } from "@/lib/identity/key-contract";
import { replaceSigningKey } from "@/lib/identity/signing-key";
import { lockBundles, signBundle } from "./sign-bundle";

/**
 * One transaction: the new key, the word to all points to renew their trust, and then the policies in force under a new
 * revision, which is also the least that points may hold. In the control log the trust stands before the bundle that needs it.
 */
export const rotateSigningKey = command(rotateSigningKeyOp, async (tx, { reason, overlapHours }) => {
  await lockBundles(tx);
  const retiresAt = new Date(tx.now.getTime() + overlapHours * 3_600_000);
  const { keyId, replaced } = await replaceSigningKey(tx, retiresAt);
  await appendControl(tx, { type: "renew" });
  const any = await tx.db.bundle.findFirst({ where: { orgId: tx.orgId }, select: { revision: true } });
  const signed = any ? await signBundle(tx, "published", "the signing key was rotated") : null;
  const revision = signed?.revision ?? null;
  return {
    result: { keyId, retiresAt: retiresAt.toISOString(), revision },
    event: {
      action: "signingKey.rotated",
      target: { kind: "signingKey", id: keyId, name: keyId },
      detail: { reason, replaced, retiresAt: retiresAt.toISOString(), revision },
    },
  };
});
