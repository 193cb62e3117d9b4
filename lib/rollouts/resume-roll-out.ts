import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { clearHalted } from "./announce";
import { resumeRollOutOp } from "./contract";
import { lockOpen, readRow, showRollOut, targetOf } from "./rows";

export const resumeRollOut = command(resumeRollOutOp, async (tx, { id }) => {
  const row = await lockOpen(tx, id);
  if (row.status !== "halted") throw new Refusal("conflict", "It is not halted.");
  await tx.db.rollOut.update({ where: { id }, data: { status: "running", why: null } });
  await tx.db.rollOutRing.update({
    where: { rollOutId_position: { rollOutId: id, position: row.position } },
    data: { startedAt: tx.now },
  });
  await clearHalted(tx, row, "It goes on.");
  return {
    result: await showRollOut(tx, await readRow(tx, id)),
    event: { action: "rollOut.resumed", target: targetOf(row), detail: {} },
  };
});
