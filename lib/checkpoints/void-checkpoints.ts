/** Ends what an agent has waiting or granted, at once. Part of the act that stops it: the caller records that act. */

import { recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { eventOf, move } from "./decide-checkpoint";
import { lockCheckpoint } from "./rows";

/** Pending requests are cancelled and unused grants voided. Returns how many. */
export async function voidCheckpoints(tx: TxCtx, agentId: string, reason: string): Promise<number> {
  const open = await tx.db.checkpoint.findMany({
    where: { orgId: tx.orgId, agentId, status: { in: ["pending", "approved"] } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  let ended = 0;
  for (const { id } of open) {
    const row = await lockCheckpoint(tx, id);
    if (row.status !== "pending" && row.status !== "approved") continue;
    const pending = row.status === "pending";
    await tx.db.grant.updateMany({ where: { checkpointId: id, redeemedAt: null }, data: { voidedAt: tx.now } });
    await move(tx, row, pending ? "cancelled" : "voided", reason, tx.now);
    await recordAudit(tx, eventOf(row, pending ? "checkpoint.cancelled" : "checkpoint.voided", { reason }));
    ended++;
  }
  return ended;
}
