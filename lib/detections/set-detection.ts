import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import { Refusal } from "@/lib/shared/errors";
import { setDetectionOp } from "./contract";
import type { Detection } from "./detection";
import { showDetection } from "./get-detection";
import { checkedValues, detectionTarget, loadTunable } from "./rows";
import { chosenOf } from "./settings";

export const setDetection = command(
  setDetectionOp,
  async (tx, { detection: id, version, enabled, reason, ...given }) => {
    const detection = loadTunable(id);
    const values = checkedValues(detection, given.parameters);
    const key = { orgId: tx.orgId, detection: id };
    const where = { orgId_detection: key };
    await tx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`detection ${tx.orgId} ${id}`}, 0))`;
    const row = await tx.db.detectionSetting.findUnique({ where });
    const before = chosenOf(detection, row ?? undefined);
    if (before.version !== version) {
      throw new Refusal(
        "conflict",
        `${before.changedByName ?? "Somebody"} changed this detection meanwhile. Read it again.`,
      );
    }
    const data = { enabled, parameters: values, changedByName: tx.actor.name, changedAt: tx.now };
    await tx.db.detectionSetting.upsert({
      where,
      create: { ...key, ...data },
      update: { ...data, version: { increment: 1 } },
    });
    if (before.enabled && !enabled) await closeStanding(tx, detection);
    return {
      result: await showDetection(tx, detection),
      event: {
        action: "detection.changed",
        target: detectionTarget(detection),
        detail: {
          reason,
          before: { enabled: before.enabled, parameters: before.values },
          after: { enabled, parameters: values },
        },
      },
    };
  },
);

/** Nobody looks any more whether what is open about the present state is still so. */
async function closeStanding(tx: TxCtx, { looks, kind, title }: Detection): Promise<void> {
  if (looks !== "state") return;
  const open = await tx.db.finding.findMany({
    where: { orgId: tx.orgId, kind, status: "open" },
    orderBy: { key: "asc" },
    select: { key: true, subjectId: true },
  });
  for (const { key, subjectId } of open) {
    const part = key.slice(`${kind} ${subjectId} `.length);
    await clearFinding(tx, { kind, subjectId, part, why: `The detection “${title}” was switched off.` });
  }
}
