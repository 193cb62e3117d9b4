import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { revokeShareOp } from "./pack-contract";
import { shareOf } from "./rows";

export const revokeShare = command(revokeShareOp, async (tx, { id }) => {
  const where = { id_orgId: { id, orgId: tx.orgId } };
  const share = await tx.db.auditPackShare.findUnique({
    where,
    include: { pack: { select: { frameworkTitle: true } } },
  });
  if (!share) throw notFound("link");
  const { count } = await tx.db.auditPackShare.updateMany({
    where: { id, orgId: tx.orgId, revokedAt: null },
    data: { revokedAt: tx.now, revokedByName: tx.actor.name },
  });
  if (count === 0) throw new Refusal("conflict", "This link was revoked already.");
  return {
    result: shareOf(await tx.db.auditPackShare.findUniqueOrThrow({ where }), tx.now),
    event: {
      action: "pack.shareRevoked",
      target: { kind: "pack", id: share.packId, name: share.pack.frameworkTitle },
      detail: { share: id, recipient: share.recipient },
    },
  };
});
