/** Private to this folder: what a passkey proves about an approval, where the rule asks for one. */
import type { z } from "zod";
import { RecordedRefusal } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { checkPasskey } from "@/lib/identity/check-passkey";
import type { StepUpReceipt } from "@/lib/identity/passkey-contract";
import { personOf, takeStepUp } from "@/lib/identity/step-up";
import { type ErrorCode, Refusal } from "@/lib/shared/errors";
import type { approveCheckpointOp } from "./contract";
import { eventOf, type Ready } from "./decide-checkpoint";
import { inQuestion } from "./rows";

type StepUp = z.output<typeof approveCheckpointOp.input>["stepUp"];

/** The receipt; null where none is asked for and none was given. There is nothing weaker to fall back to. */
export async function provePresence(ctx: TxCtx, { row }: Ready, stepUp: StepUp): Promise<StepUpReceipt | null> {
  const refuse = (code: ErrorCode, message: string) =>
    new RecordedRefusal(code, message, eventOf(row, "checkpoint.refused", { code, digest: inQuestion(row).digest }));
  if (!stepUp) {
    if (!row.stepUp) return null;
    throw refuse("step_up_required", "The rule of this request asks for your passkey. Approve it in the console.");
  }
  try {
    const me = personOf(ctx);
    const statement = await takeStepUp(ctx, stepUp.id, me.id, "approve");
    const { checkpoint, digest } = JSON.parse(statement) as { checkpoint?: unknown; digest?: unknown };
    if (checkpoint !== row.id || digest !== inQuestion(row).digest) {
      throw new Refusal("step_up_refused", "Your passkey answered for another request. Nothing was approved.");
    }
    return await checkPasskey(ctx, me.id, statement, stepUp.answer);
  } catch (error) {
    if (error instanceof Refusal) throw refuse(error.code, error.message);
    throw error;
  }
}
