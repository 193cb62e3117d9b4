import { command } from "@/lib/audit/command";
import { notFound } from "@/lib/shared/errors";
import { renameOrganisationOp } from "./contract";
import { lockPeople } from "./lock-people";
import { toOrganisation } from "./rows";

export const renameOrganisation = command(renameOrganisationOp, async (tx, { name }) => {
  await lockPeople(tx);
  const before = await tx.db.organisation.findUnique({ where: { id: tx.orgId } });
  if (!before) throw notFound("organisation");
  if (before.name === name) return { result: toOrganisation(before), event: "repetition" };
  const after = await tx.db.organisation.update({ where: { id: tx.orgId }, data: { name } });
  return {
    result: toOrganisation(after),
    event: {
      action: "organisation.renamed",
      target: { kind: "organisation", id: after.id, name },
      detail: { before: before.name, after: name },
    },
  };
});
