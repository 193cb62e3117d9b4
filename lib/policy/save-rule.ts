import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { type CheckpointStage, saveRuleOp } from "./contract";
import { namedRules, ruleOf } from "./list-rules";

export const saveRule = command(saveRuleOp, async (ctx, { slug, title, stages, expiresInSeconds, stepUp }) => {
  await refuseStrangers(ctx, stages);
  const key = { orgId_slug: { orgId: ctx.orgId, slug } };
  const before = await ctx.db.checkpointRule.findUnique({ where: key });
  const data = { title, stages, expiresInSeconds, stepUp, updatedAt: ctx.now };
  const row = await ctx.db.checkpointRule.upsert({
    where: key,
    create: { orgId: ctx.orgId, slug, ...data },
    update: data,
  });
  return {
    result: ruleOf(row, await namedRules(ctx)),
    event: {
      action: before ? "rule.edited" : "rule.created",
      target: { kind: "rule", id: slug, name: title },
      detail: {
        stages,
        expiresInSeconds,
        stepUp,
        before: before
          ? {
              stages: JSON.stringify(before.stages),
              expiresInSeconds: before.expiresInSeconds,
              stepUp: before.stepUp,
            }
          : null,
      },
    },
  };
});

async function refuseStrangers(ctx: TxCtx, stages: CheckpointStage[]): Promise<void> {
  const named = [
    ...new Set(stages.flatMap(({ from }) => from).flatMap((group) => (group.kind === "people" ? group.ids : []))),
  ];
  const found = await ctx.db.user.count({ where: { orgId: ctx.orgId, id: { in: named }, status: "active" } });
  if (found !== named.length)
    throw new Refusal("invalid_input", "The rule names a person who is not an active member here.");
}
