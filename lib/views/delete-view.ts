import { command } from "@/lib/audit/command";
import { rolesOf } from "@/lib/db/ctx";
import { notFound, Refusal } from "@/lib/shared/errors";
import { deleteViewOp } from "./contract";
import { personOf } from "./rows";

export const deleteView = command(deleteViewOp, async (tx, { id }) => {
  const me = personOf(tx)?.id;
  const row = await tx.db.savedView.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  // Somebody else's own view is as unknown as none.
  if (!row || (!row.shared && row.ownerId !== me)) throw notFound("view");
  if (row.ownerId !== me && !rolesOf(tx.actor).some((role) => role === "admin"))
    throw new Refusal("forbidden", `This view is ${row.ownerName}'s. They or an admin can take it away.`);
  await tx.db.savedView.delete({ where: { id } });
  return {
    result: {},
    event: { action: "view.deleted", target: { kind: "view", id, name: row.name }, detail: { page: row.page } },
  };
});
