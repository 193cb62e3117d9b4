import { z } from "zod";
import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import type { CheckpointRule as RuleRow } from "@/lib/db/generated/client";
import { type CheckpointRule, CheckpointStage, listRulesOp } from "./contract";

export const listRules = query(listRulesOp, async (ctx) => {
  const [rows, named] = await Promise.all([
    ctx.db.checkpointRule.findMany({ where: { orgId: ctx.orgId }, orderBy: { slug: "asc" } }),
    namedRules(ctx),
  ]);
  return { items: rows.map((row) => ruleOf(row, named)) };
});

/** The rule that each policy's current version names; policies without one are left out. */
export async function namedRules(ctx: Ctx): Promise<string[]> {
  const policies = await ctx.db.policy.findMany({
    where: { orgId: ctx.orgId },
    select: { version: true, versions: { select: { version: true, checkpoint: true } } },
  });
  return policies.flatMap((row) => row.versions.find(({ version }) => version === row.version)?.checkpoint ?? []);
}

export const ruleOf = (row: RuleRow, named: readonly string[]): CheckpointRule => ({
  slug: row.slug,
  title: row.title,
  stages: z.array(CheckpointStage).parse(row.stages),
  expiresInSeconds: row.expiresInSeconds,
  stepUp: row.stepUp,
  demo: row.demo,
  updatedAt: row.updatedAt.toISOString(),
  usedBy: named.filter((slug) => slug === row.slug).length,
});
