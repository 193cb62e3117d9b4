/** Puts a bundle's content together: chosen policy versions, rules, and the inventory of the moment. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { BundleContent, BundlePolicy, type OfflineContract } from "@/sdk/wire/bundle";
import { bundleAgents, bundleProfiles, bundleTools } from "./bundle-inventory";
import { type Chosen, versionsOf } from "./chosen-set";
import type { TrialProfile } from "./ring-contract";

/** Seconds for which a point may decide after it last heard from us. Checkpoints always need the console. */
export const offlineContract: OfflineContract = { low: 900, medium: 300, high: 60, critical: 60 };

export async function bundleContent(
  ctx: Ctx,
  chosen: readonly Chosen[],
  trial: TrialProfile | null = null,
): Promise<BundleContent> {
  const [policies, rules, agents, tools, sandboxProfiles] = [
    await bundlePolicies(ctx, chosen),
    await bundleRules(ctx),
    await bundleAgents(ctx),
    await bundleTools(ctx),
    await bundleProfiles(ctx, trial),
  ];
  const content = { format: 1, policies, agents, tools, rules, offline: offlineContract };
  return BundleContent.parse(sandboxProfiles.length > 0 ? { ...content, sandboxProfiles } : content);
}

export async function bundlePolicies(ctx: Ctx, chosen: readonly Chosen[]): Promise<BundlePolicy[]> {
  const rows = await ctx.db.$queryRaw<unknown[]>(Prisma.sql`
    SELECT p."slug" AS "id", p."title", v."version", v."effect", v."checkpoint", v."mode", v."cedar" FROM ${versionsOf(ctx, chosen)}`);
  return rows.map((row) => BundlePolicy.parse(row)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function bundleRules(ctx: Ctx) {
  const rows = await ctx.db.checkpointRule.findMany({ where: { orgId: ctx.orgId }, orderBy: { slug: "asc" } });
  return rows.map(({ slug, title, expiresInSeconds }) => ({ id: slug, title, expiresInSeconds }));
}
