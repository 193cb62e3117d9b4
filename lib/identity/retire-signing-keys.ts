import { recordAudit } from "@/lib/audit/record";
import { appendControl } from "@/lib/db/control-log";
import { type Ctx, transaction } from "@/lib/db/ctx";

/**
 * Ends the overlap of rotated keys whose time has come, and has every point told. A job's work: who asks for the trusted keys
 * is told right from the moment itself. Returns how many.
 */
export async function retireSigningKeys(ctx: Ctx): Promise<number> {
  return transaction(ctx, async (tx) => {
    const due = await tx.db.signingKey.updateManyAndReturn({
      where: { orgId: tx.orgId, retiredAt: null, retiresAt: { lte: tx.now } },
      data: { retiredAt: tx.now },
      select: { id: true },
    });
    if (due.length === 0) return 0;
    await appendControl(tx, { type: "renew" });
    for (const { id } of due)
      await recordAudit(tx, { action: "signingKey.retired", target: { kind: "signingKey", id, name: id } });
    return due.length;
  });
}
