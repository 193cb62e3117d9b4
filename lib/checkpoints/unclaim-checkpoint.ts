import { command } from "@/lib/audit/command";
import { eventOf } from "./decide-checkpoint";
import { unclaimCheckpointOp } from "./inbox-contract";
import { readRow } from "./rows";
import { marksNow, personAsking } from "./share-out";

export const unclaimCheckpoint = command(unclaimCheckpointOp, async (ctx, { id }) => {
  const row = await readRow(ctx, id);
  const { count } = await ctx.db.checkpointClaim.deleteMany({
    where: { checkpointId: id, orgId: ctx.orgId, userId: personAsking(ctx).id },
  });
  return {
    result: await marksNow(ctx, id),
    event: count === 0 ? "repetition" : eventOf(row, "checkpoint.unclaimed", {}),
  };
});
