import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { saveRuleOp } from "@/lib/policy/contract";
import { namedRules, ruleOf, termsOf } from "@/lib/policy/list-rules";
import type { CheckpointStage } from "@/lib/policy/rule-contract";
import { groupsOf } from "@/lib/policy/rules";
import { Refusal } from "@/lib/shared/errors";
import { judgeRule, readScene, warningsOf } from "./judge-rule";
import { refusalOfTimes } from "./rule-times";

/** Stands here because only checkpoints can tell whether anybody could ever meet a rule. */
export const saveRule = command(saveRuleOp, async (ctx, { slug, ...terms }) => {
  await refuseStrangers(ctx, terms.stages);
  const times = refusalOfTimes(terms);
  if (times) throw new Refusal("invalid_input", times.message, { invalidParams: [times] });
  const scene = await readScene(ctx);
  const guard = judgeRule(scene, slug, terms);
  if (guard.refusal) throw new Refusal("conflict", `Nobody could meet this rule. ${guard.refusal}`);
  const key = { orgId_slug: { orgId: ctx.orgId, slug } };
  const before = await ctx.db.checkpointRule.findUnique({ where: key });
  const data = { ...terms, hours: terms.hours ?? Prisma.DbNull, updatedAt: ctx.now };
  const row = await ctx.db.checkpointRule.upsert({
    where: key,
    create: { orgId: ctx.orgId, slug, ...data },
    update: data,
  });
  return {
    result: { ...ruleOf(row, await namedRules(ctx)), warnings: warningsOf(guard, terms, scene.all) },
    event: {
      action: before ? "rule.edited" : "rule.created",
      target: { kind: "rule", id: slug, name: terms.title },
      detail: { ...terms, unmet: guard.unmet.map(({ agentId }) => agentId), before: before ? termsOf(before) : null },
    },
  };
});

/** People and teams that a rule names must be here and, people, active. */
async function refuseStrangers(ctx: TxCtx, stages: CheckpointStage[]): Promise<void> {
  const groups = groupsOf(stages);
  const people = [...new Set(groups.flatMap((group) => (group.kind === "people" ? group.ids : [])))];
  const teams = [...new Set(groups.flatMap((group) => (group.kind === "team" ? [group.id] : [])))];
  const found = await ctx.db.user.count({ where: { orgId: ctx.orgId, id: { in: people }, status: "active" } });
  if (found !== people.length)
    throw new Refusal("invalid_input", "The rule names a person who is not an active member here.");
  const known = await ctx.db.team.count({ where: { orgId: ctx.orgId, id: { in: teams } } });
  if (known !== teams.length) throw new Refusal("invalid_input", "The rule names a team that is not there.");
}
