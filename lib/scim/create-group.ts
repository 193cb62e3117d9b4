import { command } from "@/lib/audit/command";
import { lockPeople } from "@/lib/identity/lock-people";
import { newId } from "@/lib/shared/ids";
import { giveGroupRoles } from "@/lib/signon/give-group-roles";
import { createGroupOp } from "./group-contract";
import { groupRow, toGroup } from "./group-rows";
import { membersIn } from "./group-rules";
import { addMembers, keyOf, refuseTakenGroup } from "./keep-group";

export const createGroup = command(createGroupOp, async (tx, { displayName, members, ...given }) => {
  await lockPeople(tx);
  const externalId = given.externalId || null;
  await refuseTakenGroup(tx, { displayName, externalId }, null);
  const id = newId("scimGroup", tx.now.getTime());
  await tx.db.scimGroup.create({
    data: { id, orgId: tx.orgId, displayName, key: keyOf(displayName), externalId, createdAt: tx.now },
    select: { id: true },
  });
  const added = await addMembers(tx, id, [...new Set(membersIn(members ?? []))]);
  await giveGroupRoles(tx, added);
  return {
    result: await toGroup(tx, await groupRow(tx, id)),
    event: {
      action: "scim.groupMade",
      target: { kind: "scimGroup", id, name: displayName },
      detail: { externalId, members: added.length },
    },
  };
});
