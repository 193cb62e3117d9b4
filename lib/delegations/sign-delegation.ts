import type { z } from "zod";
import { command, RecordedRefusal } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { tellScope } from "@/lib/db/standing-scopes";
import { passkeyProof } from "@/lib/identity/ask-passkey";
import type { StepUpReceipt } from "@/lib/identity/passkey-contract";
import { signDelegationOp } from "./contract";
import { eventOf, type Ready, readyToSign } from "./ready-to-sign";
import { showOne } from "./rows";
import { SIDES } from "./rules";

export const signDelegation = command(signDelegationOp, async (tx, { id, digest, stepUp }) => {
  const ready = await readyToSign(tx, id, digest);
  const receipt = await prove(tx, ready, digest, stepUp);
  await replaceFormer(tx, ready);
  await tx.db.delegationSignature.create({
    data: {
      delegationId: id,
      orgId: tx.orgId,
      side: ready.side,
      userId: ready.me.id,
      userName: ready.me.name,
      digest,
      at: ready.now,
      stepUp: receipt ?? undefined,
    },
  });
  const signed = [...ready.parties.signed, { side: ready.side, userId: ready.me.id }];
  const whole = SIDES.every((side) => signed.some((one) => one.side === side));
  if (whole) await putInForce(tx, ready);
  return {
    result: (ctx) => showOne(ctx, id),
    event: eventOf(ready.parties, ready.row, whole ? "delegation.signed" : "delegation.signature", {
      side: ready.side,
      digest,
      passkey: receipt?.passkeyId ?? null,
    }),
  };
});

/** A signature of somebody who could not give it any more today does not count, and must be given anew by somebody who can. */
async function replaceFormer(tx: TxCtx, { row, parties }: Ready): Promise<void> {
  const userId = { notIn: parties.signed.map((one) => one.userId) };
  await tx.db.delegationSignature.deleteMany({ where: { delegationId: row.id, orgId: tx.orgId, userId } });
}

type Input = z.output<typeof signDelegationOp.input>;

async function prove(tx: TxCtx, ready: Ready, digest: string, stepUp: Input["stepUp"]): Promise<StepUpReceipt | null> {
  const { row, parties } = ready;
  const refused = (code: string) => eventOf(parties, row, "delegation.signatureRefused", { code, digest });
  if (stepUp)
    return passkeyProof(tx, { purpose: "delegate", about: { delegation: row.id, digest }, answer: stepUp, refused });
  if (!ready.stepUp) return null;
  const why = "One of these agents is of a high tier, so this asks for your passkey. Sign it in the console.";
  throw new RecordedRefusal("step_up_required", why, refused("step_up_required"));
}

/** The new edge takes the place of what was signed or refused before; a point that refused it hears that it may go on. */
async function putInForce(tx: TxCtx, { row, now }: Ready): Promise<void> {
  const edge = { orgId: tx.orgId, fromId: row.fromId, toId: row.toId };
  await tx.db.delegation.updateMany({
    where: { ...edge, status: "signed" },
    data: { status: "superseded", statusReason: "a newer one was signed off", endedAt: now },
  });
  const refusals = await tx.db.delegation.updateMany({ where: { ...edge, blocks: true }, data: { blocks: false } });
  await tx.db.delegation.update({ where: { id: row.id }, data: { status: "signed", signedAt: now } });
  if (refusals.count > 0)
    await tellScope(tx, `delegation:${row.id}`, { kind: "delegation", from: row.fromId, to: row.toId });
}
