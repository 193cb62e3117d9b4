/** Puts a question to the passkeys of the person who asks: the challenge is the digest of what the statement says. */
import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { RecordedRefusal } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { type ErrorCode, Refusal } from "@/lib/shared/errors";
import type { JsonObject } from "@/sdk/canonical";
import { checkPasskey } from "./check-passkey";
import type { PasskeyAnswer, StepUpReceipt } from "./passkey-contract";
import { openStepUp, type Purpose, personOf, relyingParty, STEP_UP_SECONDS, takeStepUp } from "./step-up";

export async function askPasskey(tx: TxCtx, purpose: Purpose, about: JsonObject) {
  const me = personOf(tx);
  const passkeys = await tx.db.passkey.findMany({
    where: { orgId: tx.orgId, userId: me.id },
    select: { id: true, transports: true },
  });
  if (passkeys.length === 0) {
    throw new Refusal(
      "step_up_required",
      "You have no passkey yet. Add one under Settings, Your passkeys, then come back.",
    );
  }
  const { id: stepUpId, challenge } = await openStepUp(tx, me.id, purpose, about);
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge,
    allowCredentials: passkeys,
    userVerification: "required",
    timeout: STEP_UP_SECONDS * 1000,
  });
  return { stepUpId, options: { ...options } };
}

type Question = {
  purpose: Purpose;
  /** What the statement must say: an answer to anything else is none. */
  about: { [key: string]: string };
  answer: { id: string; answer: PasskeyAnswer };
  /** What is recorded when it is refused. */
  refused: (code: ErrorCode) => AuditEvent;
};

/** What proves that this person was there and agreed to exactly this. Throws the refusal, recorded. */
export async function passkeyProof(tx: TxCtx, { purpose, about, answer, refused }: Question): Promise<StepUpReceipt> {
  try {
    const me = personOf(tx);
    const statement = await takeStepUp(tx, answer.id, me.id, purpose);
    const said = JSON.parse(statement) as { [key: string]: unknown };
    if (Object.entries(about).some(([name, value]) => said[name] !== value)) {
      throw new Refusal("step_up_refused", "Your passkey answered for something else. Nothing was decided.");
    }
    return await checkPasskey(tx, me.id, statement, answer.answer);
  } catch (error) {
    if (error instanceof Refusal) throw new RecordedRefusal(error.code, error.message, refused(error.code));
    throw error;
  }
}
