import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { signingKey } from "@/lib/identity/signing-key";
import { newId } from "@/lib/shared/ids";
import { canonicalJson } from "@/sdk/canonical";
import type { Grant } from "@/sdk/wire/action";
import { approveCheckpointOp } from "./contract";
import { refuseIfPolicyChanged } from "./decide-action";
import { castVote, eventOf, move, type Ready, readyToDecide } from "./decide-checkpoint";
import { provePresence } from "./prove-presence";
import { readRow, stagesOf } from "./rows";
import { allMet, filledStages, GRANT_SECONDS } from "./rules";
import { showCheckpoint } from "./show-checkpoint";

export const approveCheckpoint = command(approveCheckpointOp, async (ctx, { id, digest, reason, note, stepUp }) => {
  const ready = await readyToDecide(ctx, id, digest);
  await refuseIfPolicyChanged(ctx, ready.row);
  const receipt = await provePresence(ctx, ready, stepUp);
  await castVote(ctx, ready, "approve", { reason, note }, receipt);
  const stages = stagesOf(ready.row);
  const filled = filledStages(stages, [...ready.approvers, ready.me], ready.agent);
  const done = allMet(stages, filled);
  if (done) {
    await makeGrant(ctx, ready);
    await move(ctx, ready.row, "approved", reason, ready.now);
  }
  return {
    result: async (after) => showCheckpoint(after, await readRow(after, id)),
    event: eventOf(ready.row, done ? "checkpoint.approved" : "checkpoint.voted", {
      verdict: "approve",
      digest,
      reason,
      note,
      have: filled,
      passkey: receipt?.passkeyId ?? null,
    }),
  };
});

async function makeGrant(ctx: TxCtx, { row, now }: Ready): Promise<void> {
  const grant: Grant = {
    format: 1,
    id: newId("grant", now.getTime()),
    org: ctx.orgId,
    checkpointId: row.id,
    agent: row.agentId,
    pep: row.pepId,
    tool: row.tool,
    actionDigest: row.digest,
    rules: row.rules,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + GRANT_SECONDS * 1000).toISOString(),
  };
  const body = canonicalJson(grant);
  const key = await signingKey(ctx);
  await ctx.db.grant.create({
    data: {
      id: grant.id,
      orgId: ctx.orgId,
      checkpointId: row.id,
      pepId: row.pepId,
      actionDigest: row.digest,
      body,
      signingKeyId: key.keyId,
      signature: key.sign(body),
      issuedAt: now,
      expiresAt: grant.expiresAt,
    },
  });
}
