/** Private to this folder: what a repository owns is not edited silently in the console. */
import type { Ctx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { Policy } from "./contract";
import { PolicySource } from "./source";

export function refuseIfOwned({ slug, source }: Pick<Policy, "slug" | "source">): void {
  if (source)
    throw new Refusal(
      "conflict",
      `${slug} belongs to ${source.repository} (${source.path}): change it there and push. To edit it here, take it over first.`,
    );
}

/** A case goes with the policies: it is the repository's as long as one of them is. */
export async function refuseIfCaseOwned(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db.policyTest.findUnique({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    select: { name: true, repository: true },
  });
  if (!row?.repository) return;
  const policies = await ctx.db.policy.findMany({ where: { orgId: ctx.orgId }, select: { source: true } });
  if (policies.some(({ source }) => PolicySource.safeParse(source).data?.repository === row.repository))
    throw new Refusal("conflict", `The case “${row.name}” belongs to ${row.repository}: change it there and push.`);
}
