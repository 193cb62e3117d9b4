import { command } from "@/lib/audit/command";
import { setGroupRolesOp } from "./contract";
import { groupRolesOf, readStanding } from "./rows";

export const setGroupRoles = command(setGroupRolesOp, async (tx, { groupRoles }) => {
  const line = ({ group, role }: { group: string; role: string }) => JSON.stringify([group, role]);
  const before = await groupRolesOf(tx);
  const after = [...new Map(groupRoles.map((one) => [line(one), one])).values()];
  const same = before.map(line).sort().join() === after.map(line).sort().join();
  if (same) return { result: readStanding, event: "repetition" };
  await tx.db.groupRole.deleteMany({ where: { orgId: tx.orgId } });
  await tx.db.groupRole.createMany({ data: after.map((one) => ({ ...one, orgId: tx.orgId })) });
  return {
    result: readStanding,
    event: {
      action: "signOn.groupsSet",
      target: { kind: "signOn", id: tx.orgId, name: "Roles by group" },
      detail: { before, after },
    },
  };
});
