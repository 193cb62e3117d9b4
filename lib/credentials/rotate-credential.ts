import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { rotateCredentialOp } from "./contract";
import { endCredential } from "./end-credential";
import { loadCredential } from "./rows";
import { refuseProblems, refuseTwice, tellSharing } from "./whose";

/** The new one takes the old one's place in one act, so that there is no time without a record. */
export const rotateCredential = command(rotateCredentialOp, async (ctx, { id, proof, ...next }) => {
  refuseProblems(next, ctx.now);
  const { before, agent, target } = await endCredential(ctx, rotateCredentialOp.id, { id, how: "rotated", proof });
  if (next.fingerprint === before.fingerprint) {
    const message = "This is the fingerprint of the old one: a rotation brings another.";
    throw new Refusal("invalid_input", message, { invalidParams: [{ path: "fingerprint", message }] });
  }
  await refuseTwice(ctx, agent, next.fingerprint);
  const { kind, name, system, scope } = before;
  const newest = newId("agentCredential", ctx.now.getTime());
  await ctx.db.agentCredential.create({
    data: {
      id: newest,
      orgId: ctx.orgId,
      agentId: agent.id,
      ...{ kind, name, system, scope },
      fingerprint: next.fingerprint,
      expiresAt: next.expiresAt === null ? null : new Date(next.expiresAt),
      rotateDays: next.rotateDays,
      recordedAt: ctx.now,
      recordedById: ctx.actor.id,
      recordedByName: ctx.actor.name,
      replacesId: id,
    },
  });
  await tellSharing(ctx, before.fingerprint);
  await tellSharing(ctx, next.fingerprint);
  return {
    result: await loadCredential(ctx, newest, ctx.now),
    event: {
      action: "credential.rotated",
      target,
      detail: { credential: id, by: newest, name, system, from: before.fingerprint, to: next.fingerprint, proof },
    },
  };
});
