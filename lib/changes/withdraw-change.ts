import { command } from "@/lib/audit/command";
import { confirmersOf } from "@/lib/identity/two-persons";
import { Refusal } from "@/lib/shared/errors";
import { changeTarget, lockChanges, readChange, showChange, statusOf } from "./change-rows";
import { withdrawChangeOp } from "./contract";

/** Whoever asked takes it back; anybody else who could confirm it declines. */
export const withdrawChange = command(withdrawChangeOp, async (tx, { id, reason }) => {
  await lockChanges(tx);
  const row = await readChange(tx, id);
  const status = statusOf(row, tx.now);
  if (status !== "proposed") throw new Refusal("conflict", `This change is ${status} already.`);
  const closed = { status: "withdrawn", closedAt: tx.now, closedById: tx.actor.id, closedByName: tx.actor.name };
  const after = await tx.db.changeRequest.update({ where: { id }, data: { ...closed, closedWhy: reason || null } });
  return {
    result: showChange(after, await confirmersOf(tx), tx.now),
    event: { action: "change.withdrawn", target: changeTarget(row), detail: { digest: row.digest, reason } },
  };
});
