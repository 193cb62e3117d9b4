/**
 * A second reviewer for the stages that a person could fill whose decisions fell under a threshold. Worked out when a request is
 * opened, and kept with it.
 */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import type { ApproverGroup } from "@/lib/policy/rule-contract";
import { Role } from "@/lib/shared/permissions";
import { type AskedStage, subjectOf } from "./asking";
import type { SecondReview } from "./decoy-contract";
import { everyVoter } from "./electorate";
import type { Requirement } from "./requirement";
import { homesOf, nobodys } from "./rows";
import { inStage, type Stage } from "./rules";
import { addReviewers, type Staffed } from "./second-reviewer-rules";
import { votersOf } from "./voters";

export type Reviewed = {
  stages: AskedStage[];
  review: SecondReview[];
  /** Whose decisions it is because of: for the audit log, and not for the request's page. */
  because: string[];
};

type Asked = Pick<Requirement, "stages" | "excluded">;

export async function withSecondReviewers(tx: TxCtx, agentId: string, asked: Asked): Promise<Reviewed> {
  const untouched = { stages: asked.stages, review: [], because: [] };
  const rows = await tx.db.watchedApprover.findMany({ where: { orgId: tx.orgId }, select: { userId: true } });
  const watched = new Set(rows.map(({ userId }) => userId));
  if (watched.size === 0) return untouched;
  const setting = await tx.db.oversightSetting.findUnique({ where: { orgId: tx.orgId } });
  if (setting && !setting.secondReviewer) return untouched;
  const help: ApproverGroup = { kind: "role", role: Role.parse(setting?.helpingRole ?? "security") };
  const staffed = await staff(tx, agentId, asked, help);
  const { review, stages } = addReviewers(staffed, watched, (stage, helped) => ({
    ...stage,
    need: stage.need + 1,
    from: helped ? [...stage.from, help] : stage.from,
  }));
  const because = [...new Set(staffed.flatMap(({ ever }) => ever.filter((id) => watched.has(id))))];
  return { stages, review, because };
}

/** Who could fill each stage, by person: somebody and their keys are one. Who may not decide this request is nowhere among them. */
async function staff(
  tx: TxCtx,
  agentId: string,
  { stages, excluded }: Asked,
  help: ApproverGroup,
): Promise<Staffed<AskedStage>[]> {
  const agent = subjectOf((await homesOf(tx, [agentId])).get(agentId) ?? nobodys, excluded);
  const voters = everyVoter(await votersOf(tx));
  const members = (stage: Stage): string[] => [
    ...new Set(voters.filter((voter) => inStage(voter, stage, agent)).map(({ personId }) => personId)),
  ];
  return stages.map((stage) => ({
    stage,
    members: members(stage),
    helped: members({ ...stage, from: [...stage.from, help] }),
    ever: members({ ...stage, from: [...stage.from, ...stage.later.flatMap(({ from }) => from)] }),
  }));
}

/** What is remembered of it in the entry that opens the request. */
export const reviewDetail = ({ review, because }: Reviewed): AuditEvent["detail"] =>
  review.length === 0 ? {} : { secondReview: { stages: review, because } };
