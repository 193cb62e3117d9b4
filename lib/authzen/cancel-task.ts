import { command } from "@/lib/audit/command";
import { cancelOwn } from "@/lib/checkpoints/cancel-checkpoint";
import { Refusal } from "@/lib/shared/errors";
import { AccessRefusal, refuseUnlessOffered } from "./access-refusal";
import { cancelTaskOp } from "./request-contract";
import { readTaskOf } from "./task";

export const cancelTask = command(cancelTaskOp, async (ctx, { id, reason, comment }) => {
  refuseUnlessOffered();
  await readTaskOf(ctx, id);
  const said = [reason, comment].filter((text) => text).join(": ") || "the caller withdrew it";
  try {
    const { event } = await cancelOwn(ctx, id, said);
    return { result: await readTaskOf(ctx, id), event };
  } catch (error) {
    if (error instanceof Refusal && error.code === "already_decided")
      throw new AccessRefusal("invalid_task_state", error.message);
    throw error;
  }
});
