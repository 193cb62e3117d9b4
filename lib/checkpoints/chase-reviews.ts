/** Reviews that nobody closed in time become findings. A job's work: nobody asks for it. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { raiseFinding } from "@/lib/findings/raise-finding";

const MOST_AT_ONCE = 100;

/** Returns how many reviews of the context's organisation are overdue. */
export async function chaseReviews(ctx: Ctx): Promise<number> {
  const now = await databaseNow(ctx.db);
  const late = await ctx.db.breakGlass.findMany({
    where: { orgId: ctx.orgId, reviewedAt: null, reviewDueAt: { lte: now } },
    orderBy: { reviewDueAt: "asc" },
    take: MOST_AT_ONCE,
  });
  for (const { id, agentId, agentName, tool, reviewDueAt, checkpointId } of late) {
    await raiseFinding(ctx, {
      kind: "breakGlass.unreviewed",
      severity: "high",
      part: id,
      subject: { kind: "agent", id: agentId, name: agentName },
      title: `Nobody has reviewed in time why ${agentName} was let call ${tool} without the people whom it waited for`,
      mend: "Review it: anybody with that permission but the person who broke the glass.",
      detail: { breakGlass: id, checkpoint: checkpointId, due: reviewDueAt.toISOString() },
    });
  }
  return late.length;
}
