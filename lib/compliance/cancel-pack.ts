import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { cancelPackOp } from "./pack-contract";
import { readPack, showPack } from "./rows";

/** The worker sees it at its next sign of life, and keeps nothing. */
export const cancelPack = command(cancelPackOp, async (tx, { id }) => {
  const row = await readPack(tx, id);
  const { count } = await tx.db.auditPack.updateMany({
    where: { id, orgId: tx.orgId, status: { in: ["waiting", "running"] } },
    data: { status: "cancelled", finishedAt: tx.now },
  });
  if (count === 0) throw new Refusal("conflict", `It is over already: ${row.status}.`);
  return {
    result: await showPack(tx, id, tx.now),
    event: { action: "pack.cancelled", target: { kind: "pack", id, name: row.frameworkTitle }, detail: {} },
  };
});
