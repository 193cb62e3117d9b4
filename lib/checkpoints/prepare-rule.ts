/** A change of a checkpoint rule as it is proposed and carried out. */
import type { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { saveRuleOp } from "@/lib/policy/contract";
import { namedRules, ruleOf, rulesInForce, termsOf } from "@/lib/policy/list-rules";
import type { CheckpointStage, RuleTerms } from "@/lib/policy/rule-contract";
import { groupsOf } from "@/lib/policy/rules";
import { Refusal } from "@/lib/shared/errors";
import { plainName } from "@/lib/shared/plain-name";
import { judgeRule, readScene, warningsOf } from "./judge-rule";
import { refusalOfTimes } from "./rule-times";

type Saved = NonNullable<z.input<typeof saveRuleOp.output>["done"]>;
export type RuleChange = RuleTerms & { slug: string };

/** Refuses what may not be saved at all, whoever confirms it. */
export async function prepareRule(tx: TxCtx, { slug, ...terms }: RuleChange): Promise<Prepared<Saved>> {
  await refuseStrangers(tx, terms.stages);
  const times = refusalOfTimes(terms);
  if (times) throw new Refusal("invalid_input", times.message, { invalidParams: [times] });
  const scene = await readScene(tx);
  const guard = judgeRule(scene, slug, terms);
  if (guard.refusal) throw new Refusal("conflict", `Nobody could meet this rule. ${guard.refusal}`);
  const key = { orgId_slug: { orgId: tx.orgId, slug } };
  const row = await tx.db.checkpointRule.findUnique({ where: key });
  const before = row && termsOf(row);
  // A rule that no policy in force names holds nothing, so nothing becomes weaker by changing it.
  const counts = before !== null && (await rulesInForce(tx)).includes(slug);
  return {
    proposal: {
      kind: "rule",
      subject: slug,
      title: `Change the rule “${plainName(terms.title)}”`,
      base: before,
      payload: { slug, ...terms },
      texts: [{ title: `The rule ${slug}`, before: before ? pretty(before) : "", after: pretty(terms) }],
      weakenings: counts ? weakeningsOf("rule", { before, after: terms }) : [],
    },
    act: async () => {
      const data = { ...terms, hours: terms.hours ?? Prisma.DbNull, updatedAt: tx.now };
      const saved = await tx.db.checkpointRule.upsert({
        where: key,
        create: { orgId: tx.orgId, slug, ...data },
        update: data,
      });
      return {
        result: { ...ruleOf(saved, await namedRules(tx)), warnings: warningsOf(guard, terms, scene.all) },
        event: {
          action: before ? "rule.edited" : "rule.created",
          target: { kind: "rule", id: slug, name: terms.title },
          detail: { ...terms, unmet: guard.unmet.map(({ agentId }) => agentId), before },
        },
      };
    },
  };
}

const pretty = (terms: RuleTerms): string => JSON.stringify(terms, null, 2);

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
