import { guardedCommand } from "@/lib/changes/guarded-command";
import { lockPeople } from "@/lib/identity/lock-people";
import { teamKey } from "@/lib/identity/rules";
import { editTeamOp } from "@/lib/identity/team-contract";
import { checkMembers, readTeam, refusingTakenName } from "@/lib/identity/team-rows";
import { Refusal } from "@/lib/shared/errors";
import { judgeTeam } from "./judge-team";

/** Whoever joins a team that rules ask may decide what they hold. */
export const editTeam = guardedCommand(
  editTeamOp,
  {
    judge: async (tx, { id, name, memberIds }) => {
      const team = await readTeam(tx, id);
      const before = { id, name: team.name, memberIds: team.members.map((member) => member.id) };
      return judgeTeam(tx, before, { id, name: name ?? before.name, memberIds: memberIds ?? before.memberIds });
    },
  },
  async (tx, { id, name, memberIds }) => {
    await lockPeople(tx);
    const before = await readTeam(tx, id);
    const known = before.members.map((member) => member.id);
    const after = { name: name ?? before.name, members: [...new Set(memberIds ?? known)] };
    if (teamKey(after.name) !== teamKey(before.name) && before.agents > 0) {
      throw new Refusal(
        "conflict",
        `${before.agents === 1 ? "An agent names" : `${before.agents} agents name`} the team ${before.name}: under another name it would not be theirs any more. Change the team of the agents first.`,
      );
    }
    await checkMembers(tx, after.members, known);
    const added = after.members.filter((member) => !known.includes(member));
    const removed = known.filter((member) => !after.members.includes(member));
    if (after.name === before.name && added.length + removed.length === 0)
      return { result: before, event: "repetition" };
    const key = { id_orgId: { id, orgId: tx.orgId } };
    const data = { name: after.name, key: teamKey(after.name) };
    await refusingTakenName(tx.db.team.update({ where: key, data, select: { id: true } }), after.name);
    await tx.db.teamMember.deleteMany({ where: { teamId: id, orgId: tx.orgId, userId: { in: removed } } });
    await tx.db.teamMember.createMany({ data: added.map((userId) => ({ teamId: id, orgId: tx.orgId, userId })) });
    return {
      result: await readTeam(tx, id),
      event: {
        action: "team.edited",
        target: { kind: "team", id, name: after.name },
        detail: { nameBefore: before.name, added, removed },
      },
    };
  },
);
