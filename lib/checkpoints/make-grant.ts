/** Private to this folder: the signed, single-use permission for what was decided about. */
import type { TxCtx } from "@/lib/db/ctx";
import type { Grant as GrantRow } from "@/lib/db/generated/client";
import { signingKey } from "@/lib/identity/signing-key";
import { newId } from "@/lib/shared/ids";
import { canonicalJson } from "@/sdk/canonical";
import { Action, type Grant } from "@/sdk/wire/action";
import { inQuestion, type Row } from "./rows";
import { GRANT_SECONDS } from "./rules";

export async function makeGrant(ctx: TxCtx, row: Row, now: Date): Promise<GrantRow | null> {
  // A decoy is never released, whatever was decided about it.
  if (row.decoy !== null) return null;
  const grant = grantFor(ctx, row, now);
  const body = canonicalJson(grant);
  const key = await signingKey(ctx);
  return ctx.db.grant.create({
    data: {
      id: grant.id,
      orgId: ctx.orgId,
      checkpointId: row.id,
      pepId: row.pepId,
      actionDigest: grant.actionDigest,
      body,
      signingKeyId: key.keyId,
      signature: key.sign(body),
      issuedAt: now,
      expiresAt: grant.expiresAt,
    },
  });
}

function grantFor(ctx: TxCtx, row: Row, now: Date): Grant {
  const { action, digest } = inQuestion(row);
  const permission = {
    id: newId("grant", now.getTime()),
    org: ctx.orgId,
    checkpointId: row.id,
    agent: row.agentId,
    pep: row.pepId,
    tool: row.tool,
    actionDigest: digest,
    rules: row.rules,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + GRANT_SECONDS * 1000).toISOString(),
  };
  if (row.changedAction === null) return { format: 1, ...permission };
  const changed = canonicalJson(Action.parse(JSON.parse(action)).arguments);
  return { format: 2, ...permission, heldDigest: row.digest, arguments: changed };
}
