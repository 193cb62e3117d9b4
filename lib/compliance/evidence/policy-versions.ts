import { type Collector, found, plural } from "./collector";

/** Policies in force and their history. Whether one of them is about a control is judged beside it: see control-rules.ts. */
export const policyVersions: Collector = {
  kind: "policy-versions",
  title: "Policies in force, with their versions",
  href: "/policies",
  collect: async ({ db, orgId }) => {
    const [newest, published, inForce, observed, tests] = await Promise.all([
      db.bundle.findFirst({
        where: { orgId, cause: "published" },
        orderBy: { revision: "desc" },
        select: { revision: true, createdAt: true, createdByName: true },
      }),
      db.bundle.count({ where: { orgId, cause: "published" } }),
      db.publishedPolicy.count({ where: { orgId } }),
      countObserved({ db, orgId }),
      db.policyTest.count({ where: { orgId } }),
    ]);
    if (!newest || inForce === 0)
      return found("gap", "/policies/publish", {
        found: "No policy is in force.",
        newest: newest?.createdAt ?? null,
        gap: "Write policies and publish them.",
      });
    const some = observed > 0 && observed === inForce;
    return found(some ? "partly" : "met", "/policies/revisions", {
      found: `${plural(inForce, "policy", "policies")} in force since revision ${newest.revision}, published by ${newest.createdByName}; ${plural(published, "publication")} on record, ${plural(tests, "test")}.`,
      newest: newest.createdAt,
      gap: some ? "Every policy in force is only observed: none is enforced." : null,
    });
  },
};

async function countObserved({
  db,
  orgId,
}: Pick<Parameters<Collector["collect"]>[0], "db" | "orgId">): Promise<number> {
  const rows = await db.$queryRaw<{ observed: number }[]>`
    SELECT count(*)::int AS "observed" FROM "PublishedPolicy" p
      JOIN "PolicyVersion" v ON v."policyId" = p."policyId" AND v."version" = p."version"
     WHERE p."orgId" = ${orgId} AND v."mode" = 'observe'`;
  return rows[0]?.observed ?? 0;
}
