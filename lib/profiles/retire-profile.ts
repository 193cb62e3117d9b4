import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { overtake } from "@/lib/changes/guard-change";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import { notFound, Refusal } from "@/lib/shared/errors";
import { retireProfileOp } from "./contract";

/** Stricter, whoever does it: nothing is run or reached under it any more. */
export const retireProfile = command(retireProfileOp, async (tx, { id, reason }) => {
  await lockChanges(tx);
  const row = await tx.db.sandboxProfile.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!row) throw notFound("sandbox profile");
  if (row.retiredAt) throw new Refusal("conflict", `The sandbox profile ${row.name} is out of force already.`);
  await tx.db.sandboxProfile.update({ where: { id }, data: { retiredAt: tx.now } });
  await overtake(tx, { kind: "sandboxProfile", subject: row.name }, null);
  await refreshBundle(tx);
  return {
    result: { id },
    event: {
      action: "sandboxProfile.retired",
      target: { kind: "sandboxProfile", id, name: row.name },
      detail: { version: row.version, reason },
    },
  };
});
