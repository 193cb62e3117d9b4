import { command } from "@/lib/audit/command";
import { notFound } from "@/lib/shared/errors";
import { endSuppressionOp } from "./contract";
import { detectionTarget, loadDetection, suppressionOf } from "./rows";

export const endSuppression = command(endSuppressionOp, async (tx, { id }) => {
  const { count } = await tx.db.detectionSuppression.updateMany({
    where: { id, orgId: tx.orgId, endedAt: null, until: { gt: tx.now } },
    data: { endedAt: tx.now, endedByName: tx.actor.name },
  });
  const row = await tx.db.detectionSuppression.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!row) throw notFound("suppression");
  const kept = await tx.db.detectionHit.count({ where: { orgId: tx.orgId, suppressionId: id } });
  return {
    result: suppressionOf(row, tx.now, kept),
    event:
      count === 0
        ? "repetition"
        : {
            action: "detection.suppressionEnded",
            target: detectionTarget(loadDetection(row.detection)),
            detail: { suppression: id, subject: row.subjectName },
          },
  };
});
