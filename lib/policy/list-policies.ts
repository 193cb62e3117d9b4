import { query } from "@/lib/audit/query";
import { listPoliciesOp } from "./contract";
import { policyOf } from "./rows";

export const listPolicies = query(listPoliciesOp, async (ctx) => {
  const [rows, published, bundle] = await Promise.all([
    ctx.db.policy.findMany({ where: { orgId: ctx.orgId }, include: { versions: true }, orderBy: { slug: "asc" } }),
    ctx.db.publishedPolicy.findMany({ where: { orgId: ctx.orgId } }),
    ctx.db.bundle.findFirst({
      where: { orgId: ctx.orgId, rollOutId: null },
      orderBy: { revision: "desc" },
      select: { revision: true },
    }),
  ]);
  const inForce = new Map(published.map(({ policyId, version }) => [policyId, version]));
  const items = rows.flatMap((row) => {
    const current = row.versions.find(({ version }) => version === row.version);
    return current ? [policyOf(row, current, inForce.get(row.id) ?? null)] : [];
  });
  const unpublished = items.filter((policy) => wanted(policy) !== policy.inForce).length;
  return { items, unpublished, revision: bundle?.revision ?? null };
});

/** The version that the next publication would put in force. */
const wanted = (policy: { status: string; current: { version: number } }): number | null =>
  policy.status === "active" ? policy.current.version : null;
