/** Private to this folder: rows of policies, as the contract shows them. */
import type { Ctx } from "@/lib/db/ctx";
import type { Policy as PolicyRow, PolicyVersion as VersionRow } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import type { Policy, PolicyVersion } from "./contract";
import { Origin } from "./origin";
import { PolicySource } from "./source";

export function versionOf(row: VersionRow): PolicyVersion {
  return {
    version: row.version,
    text: row.text,
    effect: row.effect === "permit" ? "permit" : "forbid",
    checkpoint: row.checkpoint,
    mode: row.mode === "observe" ? "observe" : "enforce",
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
  };
}

export function policyOf(row: PolicyRow, current: VersionRow, inForce: number | null): Policy {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    status: row.status === "active" ? "active" : row.status === "disabled" ? "disabled" : "draft",
    demo: row.demo,
    source: PolicySource.nullable().parse(row.source),
    library: Origin.nullable().parse(row.library),
    current: versionOf(current),
    inForce,
    updatedAt: row.updatedAt.toISOString(),
  };
}

export async function readPolicy(ctx: Ctx, id: string): Promise<Policy & { versions: PolicyVersion[] }> {
  const row = await ctx.db.policy.findUnique({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    include: { versions: { orderBy: { version: "desc" } } },
  });
  const current = row?.versions.find(({ version }) => version === row.version);
  if (!row || !current) throw notFound("policy");
  const published = await ctx.db.publishedPolicy.findUnique({
    where: { orgId_policyId: { orgId: ctx.orgId, policyId: id } },
  });
  return { ...policyOf(row, current, published?.version ?? null), versions: row.versions.map(versionOf) };
}
