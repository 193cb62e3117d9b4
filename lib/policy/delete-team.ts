import { z } from "zod";
import { command } from "@/lib/audit/command";
import { deleteTeamOp } from "@/lib/identity/team-contract";
import { notFound, Refusal } from "@/lib/shared/errors";
import { CheckpointStage } from "./rule-contract";
import { groupsOf } from "./rules";

/** Stands here because rules name teams: a rule must not come to ask for a team that is gone. */
export const deleteTeam = command(deleteTeamOp, async (tx, { id }) => {
  const team = await tx.db.team.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } }, select: { name: true } });
  if (!team) throw notFound("team");
  const rules = await tx.db.checkpointRule.findMany({
    where: { orgId: tx.orgId },
    select: { title: true, stages: true },
    orderBy: { slug: "asc" },
  });
  const naming = rules.filter(({ stages }) =>
    groupsOf(z.array(CheckpointStage).parse(stages)).some((group) => group.kind === "team" && group.id === id),
  );
  if (naming.length > 0) {
    throw new Refusal(
      "conflict",
      `The team ${team.name} is asked by ${naming.map(({ title }) => `“${title}”`).join(", ")}. Change ${naming.length === 1 ? "that rule" : "those rules"} first.`,
    );
  }
  await tx.db.team.delete({ where: { id_orgId: { id, orgId: tx.orgId } } });
  return { result: { id }, event: { action: "team.deleted", target: { kind: "team", id, name: team.name } } };
});
