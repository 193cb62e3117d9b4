import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { revokeInviteOp } from "./contract";
import { toInvite } from "./rows";

export const revokeInvite = command(revokeInviteOp, async (tx, { id }) => {
  const where = { id_orgId: { id, orgId: tx.orgId } };
  // The row is changed first: an acceptance at the same moment then waits, and finds the invitation withdrawn.
  const { count } = await tx.db.invite.updateMany({
    where: { id, orgId: tx.orgId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: tx.now },
  });
  const row = await tx.db.invite.findUnique({ where });
  if (!row) throw notFound("invitation");
  if (row.acceptedAt) throw new Refusal("conflict", "This invitation was accepted. Disable the person instead.");
  if (count === 0) return { result: toInvite(row, tx.now), event: "repetition" };
  return {
    result: toInvite(row, tx.now),
    event: { action: "invite.revoked", target: { kind: "invite", id, name: row.email } },
  };
});
