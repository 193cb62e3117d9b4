import { guardedCommand } from "@/lib/changes/guarded-command";
import { lockPeople } from "@/lib/identity/lock-people";
import { setGroupRolesOp } from "./contract";
import { giveGroupRoles } from "./give-group-roles";
import { judgeGroups } from "./judge-provider";
import { groupRolesOf, readStanding } from "./rows";

export const setGroupRoles = guardedCommand(
  setGroupRolesOp,
  { judge: (tx, { groupRoles }) => judgeGroups(tx, groupRoles) },
  async (tx, { groupRoles }) => {
    const line = ({ group, role }: { group: string; role: string }) => JSON.stringify([group, role]);
    await lockPeople(tx);
    const before = await groupRolesOf(tx);
    const after = [...new Map(groupRoles.map((one) => [line(one), one])).values()];
    const same = before.map(line).sort().join() === after.map(line).sort().join();
    if (same) return { result: readStanding, event: "repetition" };
    await tx.db.groupRole.deleteMany({ where: { orgId: tx.orgId } });
    await tx.db.groupRole.createMany({ data: after.map((one) => ({ ...one, orgId: tx.orgId })) });
    // Whoever is in a directory's group need not sign in for it to count.
    const named = [...before, ...after].map(({ group }) => group);
    const members = await tx.db.scimGroupMember.findMany({
      where: { orgId: tx.orgId, group: { OR: [{ displayName: { in: named } }, { externalId: { in: named } }] } },
      select: { userId: true },
      distinct: ["userId"],
    });
    await giveGroupRoles(
      tx,
      members.map(({ userId }) => userId),
    );
    return {
      result: readStanding,
      event: {
        action: "signOn.groupsSet",
        target: { kind: "signOn", id: tx.orgId, name: "Roles by group" },
        detail: { before, after },
      },
    };
  },
);
