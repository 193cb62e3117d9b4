import { guardedCommand } from "@/lib/changes/guarded-command";
import { teamKey } from "@/lib/identity/rules";
import { createTeamOp } from "@/lib/identity/team-contract";
import { checkMembers, readTeam, refusingTakenName } from "@/lib/identity/team-rows";
import { newId } from "@/lib/shared/ids";
import { judgeTeam } from "./judge-team";

export const createTeam = guardedCommand(
  createTeamOp,
  { judge: (tx, { name, memberIds }) => judgeTeam(tx, null, { id: null, name, memberIds }) },
  async (tx, { name, memberIds }) => {
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
  },
);
