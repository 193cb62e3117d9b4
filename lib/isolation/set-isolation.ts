import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { setIsolationOp } from "./contract";
import { readSetting } from "./read-setting";

export const setIsolation = command(setIsolationOp, async (tx, { version, ...chosen }) => {
  const before = await readSetting(tx);
  const changed = () => new Refusal("conflict", "Somebody else changed this meanwhile. Look at it again, then save.");
  if (before.version !== version) throw changed();
  const data = { ...chosen, updatedAt: tx.now, updatedByName: tx.actor.name };
  const { count } =
    version === 0
      ? await tx.db.isolationSetting.createMany({ data: [{ ...data, orgId: tx.orgId }], skipDuplicates: true })
      : await tx.db.isolationSetting.updateMany({
          where: { orgId: tx.orgId, version },
          data: { ...data, version: { increment: 1 } },
        });
  if (count === 0) throw changed();
  const { version: _, updatedAt: __, updatedByName: ___, ...old } = before;
  return {
    result: readSetting,
    event: {
      action: "isolation.set",
      target: { kind: "organisation", id: tx.orgId, name: "isolation" },
      detail: { before: old, after: chosen },
    },
  };
});
