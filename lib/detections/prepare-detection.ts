/** A change of what is watched for, as it is proposed and carried out. */
import type { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import { Refusal } from "@/lib/shared/errors";
import type { setDetectionOp, WholeDetection } from "./contract";
import type { Detection } from "./detection";
import { showDetection } from "./get-detection";
import { checkedValues, detectionTarget, loadTunable } from "./rows";
import { chosenOf } from "./settings";

type Change = z.output<typeof setDetectionOp.input>;

export async function prepareDetection(tx: TxCtx, change: Change): Promise<Prepared<WholeDetection>> {
  const { detection: id, version, enabled, reason } = change;
  const detection = loadTunable(id);
  const parameters = checkedValues(detection, change.parameters);
  const where = { orgId_detection: { orgId: tx.orgId, detection: id } };
  const row = await tx.db.detectionSetting.findUnique({ where });
  const chosen = chosenOf(detection, row ?? undefined);
  if (chosen.version !== version) {
    throw new Refusal(
      "conflict",
      `${chosen.changedByName ?? "Somebody"} changed this detection meanwhile. Read it again.`,
    );
  }
  const before = { enabled: chosen.enabled, parameters: chosen.values };
  const after = { enabled, parameters };
  const { title } = detection;
  return {
    proposal: {
      kind: "detection",
      subject: id,
      title: `Detection: ${title}`,
      base: { ...before, version },
      payload: change,
      texts: [{ title, before: JSON.stringify(before, null, 2), after: JSON.stringify(after, null, 2) }],
      weakenings: weakeningsOf("detection", {
        before: { title, enabled: before.enabled },
        after: { title, enabled },
      }),
    },
    act: async () => {
      const data = { enabled, parameters, changedByName: tx.actor.name, changedAt: tx.now };
      await tx.db.detectionSetting.upsert({
        where,
        create: { ...where.orgId_detection, ...data },
        update: { ...data, version: { increment: 1 } },
      });
      if (before.enabled && !enabled) await closeStanding(tx, detection);
      return {
        result: await showDetection(tx, detection),
        event: { action: "detection.changed", target: detectionTarget(detection), detail: { reason, before, after } },
      };
    },
  };
}

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
