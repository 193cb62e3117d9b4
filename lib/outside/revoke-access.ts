import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { revokeAccessOp } from "./contract";
import { accessesOf } from "./rows";

export const revokeAccess = command(revokeAccessOp, async (tx, { id }) => {
  const where = { id_orgId: { id, orgId: tx.orgId } };
  const { count } = await tx.db.outsideAccess.updateMany({
    where: { id, orgId: tx.orgId, revokedAt: null },
    data: { revokedAt: tx.now, revokedByName: tx.actor.name },
  });
  const row = await tx.db.outsideAccess.findUnique({ where });
  if (!row) throw notFound("access");
  if (count === 0) throw new Refusal("conflict", "This access was revoked already.");
  const [access] = await accessesOf(tx, [row], tx.now);
  if (!access) throw notFound("access");
  return {
    result: access,
    event: {
      action: "outside.revoked",
      target: { kind: "outsideAccess", id, name: row.email },
      detail: { until: row.until.toISOString() },
    },
  };
});
