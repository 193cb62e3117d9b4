import { command, RecordedRefusal } from "@/lib/audit/command";
import { databaseNow } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { eventOf } from "./decide-checkpoint";
import { settleOutcomeOp } from "./outcome-contract";
import { unsettledCall } from "./outcomes";
import { lockCheckpoint } from "./rows";
import { cannotSettle, showUnsettled } from "./unsettled-rows";

/** May be said again when somebody learns more: the last word counts, and the audit log has all of them. */
export const settleOutcome = command(settleOutcomeOp, async (ctx, { id, answer, mayRepeat, reason }) => {
  const row = await lockCheckpoint(ctx, id);
  const cannot = await cannotSettle(ctx, id);
  if (cannot) throw new RecordedRefusal("forbidden", cannot, eventOf(row, "checkpoint.refused", { code: "forbidden" }));
  const call = await unsettledCall(ctx, id);
  if (!call)
    throw new Refusal(
      "conflict",
      "How this call ended is known, or it was not released: there is nothing to find out.",
    );
  const at = await databaseNow(ctx.db);
  const said = { answer, mayRepeat, reason, byId: ctx.actor.id, byName: ctx.actor.name, at };
  await ctx.db.checkpointReconciliation.upsert({
    where: { checkpointId_orgId: { checkpointId: id, orgId: ctx.orgId } },
    create: { checkpointId: id, orgId: ctx.orgId, ...said },
    update: said,
  });
  return {
    result: await showUnsettled(ctx, call),
    event: eventOf(row, "checkpoint.settled", { answer, mayRepeat, reason, callId: call.callId, digest: row.digest }),
  };
});
