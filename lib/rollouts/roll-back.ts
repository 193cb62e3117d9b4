import { command } from "@/lib/audit/command";
import { rollBackOp } from "./contract";
import { takeBack } from "./move-on";
import { lockOpen, readRow, showRollOut } from "./rows";

/** No weakening: what is published stays what it was when the roll-out began, and two people agreed to that. */
export const rollBack = command(rollBackOp, async (tx, { id, reason }) => {
  const row = await lockOpen(tx, id);
  const event = await takeBack(tx, row, `${tx.actor.name}: ${reason}`, { by: "person" });
  return { result: await showRollOut(tx, await readRow(tx, id)), event };
});
