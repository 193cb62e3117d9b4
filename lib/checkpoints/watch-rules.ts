/** Keeps the findings about rules true: one in use that nobody could meet any more is said before a call waits in vain. */
import type { Ctx } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { termsOf } from "@/lib/policy/list-rules";
import { judgeRule, readScene } from "./judge-rule";

const MOST_NAMED = 20;

/** Returns how many rules in use cannot be met for all agents or for some. */
export async function watchRules(ctx: Ctx): Promise<number> {
  const rows = await ctx.db.checkpointRule.findMany({ where: { orgId: ctx.orgId } });
  if (rows.length === 0) return 0;
  const [scene, used] = [await readScene(ctx), await rulesInUse(ctx)];
  let unmeetable = 0;
  for (const row of rows) {
    const guard = judgeRule(scene, row.slug, termsOf(row));
    const agents = guard.unmet.map(({ agentName }) => agentName);
    if (!used.has(row.slug) || (guard.refusal === null && agents.length === 0)) {
      const why = used.has(row.slug)
        ? "every agent's requests can be met again"
        : "no policy in force names the rule any more";
      await clearFinding(ctx, { kind: "rule.unmeetable", subjectId: row.slug, why });
      continue;
    }
    unmeetable++;
    const [first] = guard.unmet;
    const whole = guard.refusal !== null;
    await raiseFinding(ctx, {
      kind: "rule.unmeetable",
      severity: whole ? "high" : "medium",
      subject: { kind: "rule", id: row.slug, name: row.title },
      title: whole
        ? `Nobody can meet the checkpoint rule “${row.title}”. ${guard.refusal}`
        : `For ${agents.length === 1 ? agents[0] : `${agents.length} agents`} nobody can meet the checkpoint rule “${row.title}”. ${first?.why ?? ""}`,
      mend: "Give the agents the owners, people or teams that it asks for, or change the rule; until then such calls wait and are denied.",
      detail: { agents: agents.slice(0, MOST_NAMED), more: Math.max(0, agents.length - MOST_NAMED) },
    });
  }
  return unmeetable;
}

/** Rules that the versions in force name: what a draft names, holds no call yet. */
async function rulesInUse(ctx: Ctx): Promise<Set<string>> {
  const published = await ctx.db.publishedPolicy.findMany({ where: { orgId: ctx.orgId } });
  if (published.length === 0) return new Set();
  const versions = await ctx.db.policyVersion.findMany({
    where: { orgId: ctx.orgId, OR: published.map(({ policyId, version }) => ({ policyId, version })) },
    select: { checkpoint: true },
  });
  return new Set(versions.flatMap(({ checkpoint }) => checkpoint ?? []));
}
