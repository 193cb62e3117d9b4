import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import type { CheckpointRule as RuleRow } from "@/lib/db/generated/client";
import { inForceSet } from "./chosen-set";
import { type CheckpointRule, listRulesOp } from "./contract";
import { RuleTerms } from "./rule-contract";

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

/** A rule as it was saved; what was saved before a member existed reads as its default. */
export const termsOf = (row: RuleRow): RuleTerms =>
  RuleTerms.parse({
    title: row.title,
    stages: row.stages,
    expiresInSeconds: row.expiresInSeconds,
    stepUp: row.stepUp,
    reminders: row.reminders,
    hours: row.hours,
    separation: row.separation,
  });

export const ruleOf = (row: RuleRow, named: readonly string[]): CheckpointRule => ({
  ...termsOf(row),
  slug: row.slug,
  demo: row.demo,
  updatedAt: row.updatedAt.toISOString(),
  usedBy: named.filter((slug) => slug === row.slug).length,
});

/** Rules that the policies in force name. */
export async function rulesInForce(ctx: Ctx): Promise<string[]> {
  const chosen = await inForceSet(ctx);
  const rows = await ctx.db.policyVersion.findMany({
    where: { orgId: ctx.orgId, OR: chosen, checkpoint: { not: null } },
    select: { checkpoint: true },
  });
  return rows.flatMap(({ checkpoint }) => checkpoint ?? []);
}
