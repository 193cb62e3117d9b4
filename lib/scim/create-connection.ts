import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { hashSecret, newToken } from "@/lib/identity/secrets";
import { newId } from "@/lib/shared/ids";
import { createScimConnectionOp } from "./connection-contract";
import { prepareConnection } from "./prepare-connection";

export const TOKEN_PREFIX = "gh_scim_";

/** The token is shown at once, also of a connection that waits: only whoever asked ever sees it. */
export const createScimConnection = command(createScimConnectionOp, async (tx, { name, role, reason }) => {
  await lockChanges(tx);
  const token = `${TOKEN_PREFIX}${newToken()}`;
  const prefix = token.slice(0, TOKEN_PREFIX.length + 4);
  const id = newId("scimConnection", tx.now.getTime());
  const prepared = prepareConnection(tx, { id, name, role, prefix, hash: hashSecret(token) });
  const { result, event } = await guardChange(tx, prepared, reason, "reason_required");
  const { done, request } = result;
  const createdAt = tx.now.toISOString();
  const waiting = {
    id,
    name,
    role,
    prefix,
    createdByName: tx.actor.name,
    createdAt,
    lastUsedAt: null,
    revokedAt: null,
  };
  return { result: { ...(done ?? waiting), token, waits: request }, event };
});
