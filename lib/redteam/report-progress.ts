import { intake } from "@/lib/audit/intake";
import { reportProgressOp } from "./contract";
import { runningRun } from "./rows";

/** How far it is, for whoever watches; what it came to is another matter. */
export const reportProgress = intake(reportProgressOp, async (tx, { id, ...progress }) => {
  await runningRun(tx, id);
  await tx.db.redteamRun.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { ...progress, heardAt: tx.now },
    select: { id: true },
  });
  return {};
});
