import { command } from "@/lib/audit/command";
import { daysOf } from "@/lib/compliance/pack/period";
import { fingerprintOf } from "@/lib/compliance/pack/write-pack";
import { notFound } from "@/lib/shared/errors";
import { getSharedPackOp } from "./contract";
import { accessInForce, readBy } from "./in-force";

export const getSharedPack = command(getSharedPackOp, async (tx, { id, pack: packId }) => {
  const access = await accessInForce(tx, id);
  if (!access.packIds.includes(packId)) throw notFound("audit pack");
  const pack = await tx.db.auditPack.findUnique({
    where: { id_orgId: { id: packId, orgId: tx.orgId } },
    omit: { snapshot: true },
  });
  const key = await tx.db.signingKey.findFirst({
    where: { orgId: tx.orgId, id: pack?.keyId ?? "" },
    select: { id: true, publicKey: true },
  });
  if (!pack || !key || pack.bytes === null || pack.sha256 === null || pack.finishedAt === null)
    throw notFound("audit pack");
  return {
    result: {
      id: packId,
      title: pack.frameworkTitle,
      ...daysOf(pack),
      bytes: Number(pack.bytes),
      sha256: pack.sha256,
      keyId: key.id,
      fingerprint: fingerprintOf(key.publicKey),
      finishedAt: pack.finishedAt.toISOString(),
      until: access.until.toISOString(),
    },
    event: readBy(access, { pack: packId }),
  };
});
