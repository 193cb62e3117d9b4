import { command } from "@/lib/audit/command";
import { hashSecret, newToken } from "@/lib/identity/secrets";
import { newId } from "@/lib/shared/ids";
import { createScimConnectionOp } from "./connection-contract";
import { toConnection } from "./rows";

export const TOKEN_PREFIX = "gh_scim_";

export const createScimConnection = command(createScimConnectionOp, async (tx, { name, role }) => {
  const token = `${TOKEN_PREFIX}${newToken()}`;
  const row = await tx.db.scimConnection.create({
    data: {
      id: newId("scimConnection", tx.now.getTime()),
      orgId: tx.orgId,
      name,
      role,
      prefix: token.slice(0, TOKEN_PREFIX.length + 4),
      hash: hashSecret(token),
      createdByName: tx.actor.name,
      createdAt: tx.now,
    },
  });
  return {
    result: { ...toConnection(row), token },
    event: {
      action: "scim.connected",
      target: { kind: "scimConnection", id: row.id, name },
      detail: { role, prefix: row.prefix },
    },
  };
});
