/** Puts a bundle's content together: chosen policy versions, rules, and the inventory of the moment. */
import type { TxCtx } from "@/lib/db/ctx";
import { BundleContent, BundlePolicy, type OfflineContract } from "@/sdk/wire/bundle";
import { bundleAgents, bundleTools } from "./bundle-inventory";

/** Seconds for which a point may decide after it last heard from us. Checkpoints always need the console. */
export const offlineContract: OfflineContract = { low: 900, medium: 300, high: 60, critical: 60 };

export async function bundleContent(tx: TxCtx): Promise<BundleContent> {
  const [policies, rules, agents, tools] = [
    await publishedPolicies(tx),
    await bundleRules(tx),
    await bundleAgents(tx),
    await bundleTools(tx),
  ];
  return BundleContent.parse({ format: 1, policies, agents, tools, rules, offline: offlineContract });
}

async function publishedPolicies(tx: TxCtx): Promise<BundlePolicy[]> {
  const published = await tx.db.publishedPolicy.findMany({ where: { orgId: tx.orgId } });
  const versions = await tx.db.policyVersion.findMany({
    where: { orgId: tx.orgId, OR: published.map(({ policyId, version }) => ({ policyId, version })) },
    include: { policy: { select: { slug: true, title: true } } },
  });
  return versions
    .map((row) =>
      BundlePolicy.parse({
        id: row.policy.slug,
        title: row.policy.title,
        version: row.version,
        effect: row.effect,
        checkpoint: row.checkpoint,
        mode: row.mode,
        cedar: row.cedar,
      }),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function bundleRules(tx: TxCtx) {
  const rows = await tx.db.checkpointRule.findMany({ where: { orgId: tx.orgId }, orderBy: { slug: "asc" } });
  return rows.map(({ slug, title, expiresInSeconds }) => ({ id: slug, title, expiresInSeconds }));
}
