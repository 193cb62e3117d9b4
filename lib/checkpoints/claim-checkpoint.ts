import { command } from "@/lib/audit/command";
import { eventOf } from "./decide-checkpoint";
import { claimCheckpointOp } from "./inbox-contract";
import { CLAIM_SECONDS, noLaterThan } from "./rules";
import { marksNow, openToMe } from "./share-out";

export const claimCheckpoint = command(claimCheckpointOp, async (ctx, { id }) => {
  const { row, me, now } = await openToMe(ctx, id);
  const until = noLaterThan(new Date(now.getTime() + CLAIM_SECONDS * 1000), row.expiresAt);
  await ctx.db.checkpointClaim.upsert({
    where: { checkpointId_userId: { checkpointId: id, userId: me.id } },
    create: { checkpointId: id, orgId: ctx.orgId, userId: me.id, userName: me.name, until },
    update: { until },
  });
  return {
    result: await marksNow(ctx, id),
    event: eventOf(row, "checkpoint.claimed", { until: until.toISOString() }),
  };
});
