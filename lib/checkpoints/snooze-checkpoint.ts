import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { eventOf } from "./decide-checkpoint";
import { snoozeCheckpointOp } from "./inbox-contract";
import { marksNow, openToMe } from "./share-out";

export const snoozeCheckpoint = command(snoozeCheckpointOp, async (ctx, { id, until }) => {
  const { row, me, now } = await openToMe(ctx, id);
  const key = { checkpointId: id, userId: me.id };
  if (until === null) await ctx.db.checkpointSnooze.deleteMany({ where: { ...key, orgId: ctx.orgId } });
  else {
    const at = new Date(until);
    if (at <= now) throw new Refusal("invalid_input", "This time is past.");
    if (at >= row.expiresAt)
      throw new Refusal(
        "invalid_input",
        `It ends at ${row.expiresAt.toISOString()}: put aside until then it would never come back.`,
      );
    await ctx.db.checkpointSnooze.upsert({
      where: { checkpointId_userId: key },
      create: { ...key, orgId: ctx.orgId, until: at },
      update: { until: at },
    });
  }
  return { result: await marksNow(ctx, id), event: eventOf(row, "checkpoint.snoozed", { until }) };
});
