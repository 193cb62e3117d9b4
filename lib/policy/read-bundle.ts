/** A stored bundle as points receive it. */
import type { Ctx } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { BundleManifest, type SignedBundle } from "@/sdk/wire/bundle";

export async function readBundle(ctx: Ctx, revision: number): Promise<SignedBundle> {
  const row = await ctx.db.bundle.findUnique({ where: { orgId_revision: { orgId: ctx.orgId, revision } } });
  if (!row) throw notFound("bundle revision");
  return {
    manifest: BundleManifest.parse(JSON.parse(row.manifest)),
    content: row.content,
    signature: { keyId: row.signingKeyId, algorithm: "Ed25519", value: row.signature },
  };
}
