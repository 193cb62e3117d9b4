import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { overtake } from "@/lib/changes/guard-change";
import { deleteApplicationOp } from "./contract";
import { detailOf, lockApplications, readApplication } from "./rows";

export const deleteApplication = command(deleteApplicationOp, async (tx, { id }) => {
  await lockChanges(tx);
  await lockApplications(tx);
  const { slug, version, policies, ...terms } = await readApplication(tx, id);
  await tx.db.application.delete({ where: { id_orgId: { id, orgId: tx.orgId } } });
  const { policies: _, ...detail } = detailOf({ terms, policies: [] });
  await overtake(tx, { kind: "application", subject: slug }, null);
  return {
    result: { id },
    event: {
      action: "application.deleted",
      target: { kind: "application", id, name: slug },
      detail: { version, policies, ...detail },
    },
  };
});
