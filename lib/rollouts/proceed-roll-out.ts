import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { proceedRollOutOp } from "./contract";
import { moveOn } from "./move-on";
import { lockOpen, readRow, showRollOut } from "./rows";

/** Only where it waits for a person: a ring that is still watched, or was halted, is not hurried past its thresholds. */
export const proceedRollOut = command(proceedRollOutOp, async (tx, { id }) => {
  const row = await lockOpen(tx, id);
  if (row.status === "halted")
    throw new Refusal("conflict", "It is halted. Resume it first; the ring is then watched anew.");
  if (row.status !== "waiting")
    throw new Refusal("conflict", `It does not wait for anybody. ${row.why ?? "The ring is being watched."}`);
  const event = await moveOn(tx, row);
  return { result: await showRollOut(tx, await readRow(tx, id)), event };
});
