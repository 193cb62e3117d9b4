import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { isRefusedByPasskey } from "./check-passkey";
import { addPasskeyOp } from "./passkey-contract";
import { toPasskey } from "./passkey-rows";
import { challengeOf, personOf, relyingParty, takeStepUp } from "./step-up";

/** More than anyone carries; a list without an end would be a place to hide one. */
const MOST_PASSKEYS = 20;

export const addPasskey = command(addPasskeyOp, async (ctx, { stepUpId, name, answer }) => {
  const me = personOf(ctx);
  const statement = await takeStepUp(ctx, stepUpId, me.id, "register");
  const { id: rpId, origin } = relyingParty();
  const verified = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: Buffer.from(challengeOf(statement)).toString("base64url"),
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: [-7, -8, -257],
  }).catch(isRefusedByPasskey);
  if (!verified.verified)
    throw new Refusal("step_up_refused", "The passkey's answer could not be verified. Try again.");
  const { credential, credentialBackedUp } = verified.registrationInfo;
  if (await ctx.db.passkey.findUnique({ where: { id: credential.id }, select: { id: true } })) {
    throw new Refusal("conflict", "This passkey is registered already.");
  }
  if ((await ctx.db.passkey.count({ where: { orgId: ctx.orgId, userId: me.id } })) >= MOST_PASSKEYS) {
    throw new Refusal("conflict", `You have ${MOST_PASSKEYS} passkeys, which is the most. Remove one first.`);
  }
  const row = await ctx.db.passkey.create({
    data: {
      id: credential.id,
      orgId: ctx.orgId,
      userId: me.id,
      name,
      publicKey: credential.publicKey,
      counter: credential.counter,
      transports: credential.transports ?? [],
      backedUp: credentialBackedUp,
      createdAt: ctx.now,
    },
  });
  return {
    result: toPasskey(row),
    event: { action: "passkey.added", target: { kind: "passkey", id: row.id, name }, detail: { person: me.id } },
  };
});
