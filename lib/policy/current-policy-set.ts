/** The bundle in force, compiled, for the console's own evaluations. */
import type { Ctx } from "@/lib/db/ctx";
import { loadBundle, type PolicySet } from "@/sdk/decide";
import { BundleContent } from "@/sdk/wire/bundle";

export type InForce = { revision: number; set: PolicySet; content: BundleContent };

const MOST_KEPT = 16;
const kept = new Map<string, InForce>();

/** Null when nothing was ever published. Compiled once for each revision. */
export async function currentPolicySet(ctx: Ctx): Promise<InForce | null> {
  const newest = await ctx.db.bundle.findFirst({
    where: { orgId: ctx.orgId },
    orderBy: { revision: "desc" },
    select: { revision: true },
  });
  if (!newest) return null;
  const found = kept.get(ctx.orgId);
  if (found?.revision === newest.revision) return found;
  const row = await ctx.db.bundle.findUniqueOrThrow({
    where: { orgId_revision: { orgId: ctx.orgId, revision: newest.revision } },
  });
  const content = BundleContent.parse(JSON.parse(row.content));
  const fresh = { revision: row.revision, set: loadBundle(content, row.revision), content };
  kept.delete(ctx.orgId);
  kept.set(ctx.orgId, fresh);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return fresh;
}
