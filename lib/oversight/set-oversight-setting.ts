import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { setOversightSettingOp } from "./contract";
import { readSetting } from "./read-setting";

export const setOversightSetting = command(setOversightSettingOp, async (tx, { version, ...chosen }) => {
  const before = await readSetting(tx);
  const changed = () => new Refusal("conflict", "Somebody else changed this meanwhile. Look at it again, then save.");
  if (before.version !== version) throw changed();
  const data = { ...chosen, updatedAt: tx.now, updatedByName: tx.actor.name };
  // Requests from before decoys were wanted are not made up for.
  const begins = before.decoysPerHundred === 0 && chosen.decoysPerHundred > 0 ? { seededUntil: tx.now } : {};
  if (version === 0) {
    const { count } = await tx.db.oversightSetting.createMany({
      data: [{ ...data, ...begins, orgId: tx.orgId }],
      skipDuplicates: true,
    });
    if (count === 0) throw changed();
  } else {
    const { count } = await tx.db.oversightSetting.updateMany({
      where: { orgId: tx.orgId, version },
      data: { ...data, ...begins, version: { increment: 1 } },
    });
    if (count === 0) throw changed();
  }
  const { version: _, updatedAt: __, updatedByName: ___, ...old } = before;
  return {
    result: readSetting,
    event: {
      action: "oversight.set",
      target: { kind: "organisation", id: tx.orgId, name: "oversight of decisions" },
      detail: { before: old, after: chosen },
    },
  };
});
