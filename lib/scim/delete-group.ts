import { command } from "@/lib/audit/command";
import { lockPeople } from "@/lib/identity/lock-people";
import { giveGroupRoles } from "@/lib/signon/give-group-roles";
import { deleteGroupOp } from "./group-contract";
import { groupRow } from "./group-rows";
import { memberIds } from "./keep-group";

export const deleteGroup = command(deleteGroupOp, async (tx, { id }) => {
  await lockPeople(tx);
  const { displayName: name } = await groupRow(tx, id);
  const members = await memberIds(tx, id);
  await tx.db.scimGroup.delete({ where: { id_orgId: { id, orgId: tx.orgId } }, select: { id: true } });
  await giveGroupRoles(tx, members);
  return {
    result: {},
    event: {
      action: "scim.groupRemoved",
      target: { kind: "scimGroup", id, name },
      detail: { members: members.length },
    },
  };
});
