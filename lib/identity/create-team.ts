import { command } from "@/lib/audit/command";
import { newId } from "@/lib/shared/ids";
import { teamKey } from "./rules";
import { createTeamOp } from "./team-contract";
import { checkMembers, readTeam, refusingTakenName } from "./team-rows";

export const createTeam = command(createTeamOp, async (tx, { name, memberIds }) => {
  await checkMembers(tx, memberIds);
  const id = newId("team", tx.now.getTime());
  const members = [...new Set(memberIds)];
  await refusingTakenName(
    tx.db.team.create({ data: { id, orgId: tx.orgId, name, key: teamKey(name), createdAt: tx.now } }),
    name,
  );
  await tx.db.teamMember.createMany({ data: members.map((userId) => ({ teamId: id, orgId: tx.orgId, userId })) });
  return {
    result: await readTeam(tx, id),
    event: { action: "team.created", target: { kind: "team", id, name }, detail: { members } },
  };
});
