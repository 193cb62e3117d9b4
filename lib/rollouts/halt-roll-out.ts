import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { announceStop } from "./announce";
import { haltRollOutOp } from "./contract";
import { lockOpen, readRow, showRollOut, targetOf } from "./rows";

export const haltRollOut = command(haltRollOutOp, async (tx, { id, reason }) => {
  const row = await lockOpen(tx, id);
  if (row.status === "halted")
    throw new Refusal("conflict", `It is halted already: ${row.why ?? "no reason was given"}`);
  const why = `${tx.actor.name}: ${reason}`;
  await tx.db.rollOut.update({ where: { id }, data: { status: "halted", why } });
  await announceStop(tx, row, { how: "halted", by: "person", why });
  return {
    result: await showRollOut(tx, await readRow(tx, id)),
    event: { action: "rollOut.halted", target: targetOf(row), detail: { why: reason } },
  };
});
