import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { command } from "@/lib/audit/command";
import { openStepUp, personOf, relyingParty, STEP_UP_SECONDS } from "@/lib/identity/step-up";
import { Refusal } from "@/lib/shared/errors";
import { beginApprovalOp } from "./contract";
import { readyToDecide } from "./decide-checkpoint";
import { inQuestion } from "./rows";

/** Nothing is decided yet; what is recorded is the approval that comes of it, or its refusal. */
export const beginApproval = command(beginApprovalOp, async (ctx, { id, digest }) => {
  const { row } = await readyToDecide(ctx, id, digest);
  const me = personOf(ctx);
  const passkeys = await ctx.db.passkey.findMany({
    where: { orgId: ctx.orgId, userId: me.id },
    select: { id: true, transports: true },
  });
  if (passkeys.length === 0) {
    throw new Refusal(
      "step_up_required",
      "You have no passkey yet. Add one under Settings, Your passkeys, then come back.",
    );
  }
  const { id: stepUpId, challenge } = await openStepUp(ctx, me.id, "approve", {
    checkpoint: row.id,
    digest: inQuestion(row).digest,
  });
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge,
    allowCredentials: passkeys,
    userVerification: "required",
    timeout: STEP_UP_SECONDS * 1000,
  });
  return { result: { stepUpId, options: { ...options } }, event: "repetition" };
});
