/** Private to this folder: ends a run that came to nothing. */
import { recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { closeRange } from "./open-range";
import { lockRuns, type RunRow, readRun, targetOf, withOutcome } from "./rows";

/** What is over already stays as it is. */
export async function abandonRun(tx: TxCtx, id: string, reason: string): Promise<RunRow> {
  await lockRuns(tx);
  const run = await readRun(tx, id);
  if (run.status === "finished" || run.status === "abandoned") return run;
  if (run.rangeId) await closeRange(tx, run.rangeId);
  const row = await tx.db.redteamRun.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { status: "abandoned", endedAt: tx.now, endedWhy: reason, current: null },
    include: withOutcome,
  });
  await recordAudit(tx, { action: "redteam.abandoned", target: targetOf(row), detail: { reason } });
  return row;
}
