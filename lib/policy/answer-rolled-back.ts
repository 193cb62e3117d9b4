import type { TxCtx } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";

/** What was rolled back is answered by what is published or rolled out next. */
export async function answerRolledBack(tx: TxCtx): Promise<void> {
  const kind = "rollOut.rolledBack";
  const open = await tx.db.finding.findMany({
    where: { orgId: tx.orgId, kind, status: { in: ["open", "dismissed"] } },
    select: { subjectId: true },
  });
  for (const { subjectId } of open) await clearFinding(tx, { kind, subjectId, why: "Another set went out after it." });
}
