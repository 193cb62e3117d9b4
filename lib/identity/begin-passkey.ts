import { generateRegistrationOptions } from "@simplewebauthn/server";
import { command, RecordedRefusal } from "@/lib/audit/command";
import { database } from "@/lib/db/client";
import { countAttempt, forgetAttempts } from "./attempts";
import { beginPasskeyOp } from "./passkey-contract";
import { passwordMatches } from "./password";
import { openStepUp, personOf, relyingParty, STEP_UP_SECONDS } from "./step-up";

export const beginPasskey = command(beginPasskeyOp, async (ctx, { password }) => {
  const me = personOf(ctx);
  const user = await ctx.db.user.findUniqueOrThrow({
    where: { id_orgId: { id: me.id, orgId: ctx.orgId } },
    select: { email: true, name: true, passwordHash: true, passkeys: { select: { id: true, transports: true } } },
  });
  // Counted outside of this transaction, so that a refusal does not undo the count.
  const marks = await countAttempt(database(), user.email, null);
  if (!(await passwordMatches(user.passwordHash, password))) {
    const target = { kind: "person", id: me.id, name: me.name } as const;
    const event = { action: "passkey.refused", target, detail: { reason: "wrong password" } } as const;
    throw new RecordedRefusal("step_up_refused", "The password is not right. No passkey was added.", event);
  }
  await forgetAttempts(ctx.db, user.email, marks, ctx.now);
  const { id: stepUpId, challenge } = await openStepUp(ctx, me.id, "register", {});
  const options = await generateRegistrationOptions({
    rpName: "Gatehouse",
    rpID: relyingParty().id,
    userName: user.email,
    userDisplayName: user.name,
    userID: new TextEncoder().encode(me.id),
    challenge,
    timeout: STEP_UP_SECONDS * 1000,
    attestationType: "none",
    excludeCredentials: user.passkeys.map(({ id, transports }) => ({ id, transports })),
    // Presence alone does not say who is there: the key asks for a finger, a face or a PIN.
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    // ES256, EdDSA, RS256: what `openssl` verifies as well.
    supportedAlgorithmIDs: [-7, -8, -257],
  });
  // Beginning changes nothing that lasts: what is recorded is the passkey that comes of it, or the refusal.
  return { result: { stepUpId, options: { ...options } }, event: "repetition" };
});
