/** The bundle in force, compiled, for the console's own evaluations. */
import type { Ctx } from "@/lib/db/ctx";
import { loadBundle, type PolicySet } from "@/sdk/decide";
import { BundleContent } from "@/sdk/wire/bundle";
import { readTracks, revisionAt } from "./tracks";

export type InForce = { revision: number; set: PolicySet; content: BundleContent };

const MOST_KEPT = 32;
/** In the order of their last use. */
const kept = new Map<string, InForce>();

/** What is published, whatever is on trial. Null when nothing was ever published. */
export async function currentPolicySet(ctx: Ctx): Promise<InForce | null> {
  return policySetOf(ctx, (await readTracks(ctx, "")).published);
}

/** What a point is to decide by: during a roll-out that has reached it, the set on trial. */
export async function policySetAt(ctx: Ctx, pepId: string): Promise<InForce | null> {
  return policySetOf(ctx, revisionAt(await readTracks(ctx, pepId), pepId));
}

/** Compiled once for each revision, which never changes. */
export async function policySetOf(ctx: Ctx, revision: number | null): Promise<InForce | null> {
  if (revision === null) return null;
  const key = `${ctx.orgId} ${revision}`;
  const found = kept.get(key) ?? (await compiled(ctx, revision));
  kept.delete(key);
  kept.set(key, found);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return found;
}

async function compiled(ctx: Ctx, revision: number): Promise<InForce> {
  const row = await ctx.db.bundle.findUniqueOrThrow({
    where: { orgId_revision: { orgId: ctx.orgId, revision } },
    select: { content: true },
  });
  const content = BundleContent.parse(JSON.parse(row.content));
  return { revision, set: loadBundle(content, revision), content };
}
