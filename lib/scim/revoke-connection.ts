import { command } from "@/lib/audit/command";
import { notFound } from "@/lib/shared/errors";
import { revokeScimConnectionOp } from "./connection-contract";
import { toConnection } from "./rows";

export const revokeScimConnection = command(revokeScimConnectionOp, async (tx, { id }) => {
  const { count } = await tx.db.scimConnection.updateMany({
    where: { id, orgId: tx.orgId, revokedAt: null },
    data: { revokedAt: tx.now },
  });
  const row = await tx.db.scimConnection.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!row) throw notFound("connection");
  return {
    result: toConnection(row),
    event:
      count === 0
        ? "repetition"
        : { action: "scim.disconnected", target: { kind: "scimConnection", id, name: row.name } },
  };
});
