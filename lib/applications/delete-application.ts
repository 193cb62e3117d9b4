import { command } from "@/lib/audit/command";
import { deleteApplicationOp } from "./contract";
import { detailOf, lockApplications, readApplication } from "./rows";

export const deleteApplication = command(deleteApplicationOp, async (tx, { id }) => {
  await lockApplications(tx);
  const { slug, version, policies, ...terms } = await readApplication(tx, id);
  await tx.db.application.delete({ where: { id_orgId: { id, orgId: tx.orgId } } });
  const { policies: _, ...detail } = detailOf({ terms, policies: [] });
  return {
    result: { id },
    event: {
      action: "application.deleted",
      target: { kind: "application", id, name: slug },
      detail: { version, policies, ...detail },
    },
  };
});
