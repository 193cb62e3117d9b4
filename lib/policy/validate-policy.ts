import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { type Analysis, analysePolicy } from "./cedar";
import { validatePolicyOp } from "./contract";
import { schemaFor } from "./schema";

export const validatePolicy = query(validatePolicyOp, async (ctx, { text }) => {
  const { parsed, problems, formatted } = await checkPolicy(ctx, text);
  return { valid: parsed !== null, problems, formatted };
});

/** Cedar's own check, and whether the checkpoint rule that it names is there. */
export async function checkPolicy(ctx: Ctx, text: string): Promise<Analysis> {
  const analysis = await analysePolicy(text, (cedar) => schemaFor(ctx, cedar));
  const slug = analysis.parsed?.checkpoint;
  if (!slug) return analysis;
  const rule = await ctx.db.checkpointRule.findUnique({ where: { orgId_slug: { orgId: ctx.orgId, slug } } });
  return rule ? analysis : missingRule(analysis, slug);
}

export function missingRule(analysis: Analysis, slug: string): Analysis {
  const message = `There is no checkpoint rule named "${slug}". Create it under Checkpoint rules, or name one that is there.`;
  return {
    ...analysis,
    parsed: null,
    problems: [...analysis.problems, { severity: "error", message, help: null, from: null, to: null }],
  };
}
