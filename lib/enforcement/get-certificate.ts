import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import type { StopCertificate } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { type Certificate, getCertificateOp } from "./proof-contract";

export const getCertificate = query(getCertificateOp, async (ctx, { id }) => {
  const row = await ctx.db.stopCertificate.findFirst({
    where: { orgId: ctx.orgId, orderId: id },
    orderBy: [{ issuedAt: "desc" }, { id: "desc" }],
  });
  if (!row) throw notFound("certificate");
  return certificateView(ctx, row);
});

export async function certificateView(ctx: Ctx, row: StopCertificate): Promise<Certificate> {
  const key = await ctx.db.signingKey.findFirst({
    where: { orgId: ctx.orgId, id: row.keyId },
    select: { publicKey: true },
  });
  return {
    id: row.id,
    orderId: row.orderId,
    issuedAt: row.issuedAt.toISOString(),
    complete: row.complete,
    drill: row.drill,
    certificate: row.body,
    signature: row.signature,
    keyId: row.keyId,
    publicKey: key?.publicKey ?? "",
  };
}
