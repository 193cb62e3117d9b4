import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { publishBundleOp } from "./contract";
import { lockBundles, signBundle } from "./sign-bundle";
import { checkPolicy } from "./validate-policy";

export const publishBundle = command(publishBundleOp, async (ctx, { note }) => {
  await lockBundles(ctx);
  const chosen = await chooseCurrent(ctx);
  const signed = await signBundle(ctx, "published", note);
  if (!signed) throw new Refusal("internal", "The bundle was not signed.");
  return {
    result: signed,
    event: {
      action: "bundle.published",
      target: { kind: "bundle", id: String(signed.revision), name: `revision ${signed.revision}` },
      detail: { cause: "published", note, contentDigest: signed.contentDigest, policies: chosen },
    },
  };
});

/** Chooses the current version of every active policy; refuses when one of them no longer validates. */
async function chooseCurrent(ctx: TxCtx): Promise<string[]> {
  const rows = await ctx.db.policy.findMany({
    where: { orgId: ctx.orgId, status: "active" },
    include: { versions: true },
    orderBy: { slug: "asc" },
  });
  const chosen = rows.flatMap((row) =>
    row.versions.filter(({ version }) => version === row.version).map((version) => ({ row, version })),
  );
  for (const { row, version } of chosen) {
    const { problems } = await checkPolicy(ctx, version.text);
    const error = problems.find(({ severity }) => severity === "error");
    if (error)
      throw new Refusal("conflict", `Nothing was published: ${row.slug} is not valid any more: ${error.message}`);
  }
  await ctx.db.publishedPolicy.deleteMany({ where: { orgId: ctx.orgId } });
  await ctx.db.publishedPolicy.createMany({
    data: chosen.map(({ row, version }) => ({ orgId: ctx.orgId, policyId: row.id, version: version.version })),
  });
  return chosen.map(({ row, version }) => `${row.slug}@${version.version}`);
}
