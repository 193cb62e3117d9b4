import { command } from "@/lib/audit/command";
import { getAgent } from "@/lib/inventory/get-agent";
import { newId } from "@/lib/shared/ids";
import { recordCredentialOp } from "./contract";
import { loadCredential } from "./rows";
import { refuseOthers, refuseProblems, refuseTwice, tellSharing } from "./whose";

/** That an agent holds a credential is a person's word; that two agents hold the same one is seen here. */
export const recordCredential = command(recordCredentialOp, async (ctx, { id: agentId, expiresAt, ...facts }) => {
  const agent = await getAgent(ctx, { id: agentId });
  refuseOthers(ctx, agent, recordCredentialOp.id);
  refuseProblems({ fingerprint: facts.fingerprint, expiresAt }, ctx.now);
  await refuseTwice(ctx, agent, facts.fingerprint);
  const id = newId("agentCredential", ctx.now.getTime());
  await ctx.db.agentCredential.create({
    data: {
      id,
      orgId: ctx.orgId,
      agentId,
      ...facts,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
      recordedAt: ctx.now,
      recordedById: ctx.actor.id,
      recordedByName: ctx.actor.name,
    },
  });
  await tellSharing(ctx, facts.fingerprint);
  return {
    result: await loadCredential(ctx, id, ctx.now),
    event: {
      action: "credential.recorded",
      target: { kind: "agent", id: agentId, name: agent.name },
      detail: { credential: id, ...facts, expiresAt },
    },
  };
});
