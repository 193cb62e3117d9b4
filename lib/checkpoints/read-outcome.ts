import { query } from "@/lib/audit/query";
import { notFound } from "@/lib/shared/errors";
import { readOutcomeOp } from "./outcome-contract";
import { releasedCall, whyNotAgain } from "./outcomes";
import { readRow } from "./rows";

export const readOutcome = query(readOutcomeOp, async (ctx, { id }) => {
  const row = await readRow(ctx, id);
  if (row.pepId !== ctx.actor.id) throw notFound("checkpoint request");
  const call = await releasedCall(ctx, id);
  if (!call || call.outcome === "succeeded" || call.outcome === "failed")
    return { checkpointId: id, mayRepeat: true, reason: "How it ended is known." };
  const said = await ctx.db.checkpointReconciliation.findUnique({
    where: { checkpointId_orgId: { checkpointId: id, orgId: ctx.orgId } },
  });
  if (said?.mayRepeat) return { checkpointId: id, mayRepeat: true, reason: "A person said that it may be made again." };
  const { releasedAt, outcome } = call;
  return { checkpointId: id, mayRepeat: false, reason: whyNotAgain({ id, releasedAt, outcome }, said) };
});
