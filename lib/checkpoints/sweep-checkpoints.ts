/** Ends what time has ended. The clock was already obeyed by every decision; this makes the record and the agent hear of it. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, databaseNow, transaction } from "@/lib/db/ctx";
import { eventOf, move } from "./decide-checkpoint";
import { markEnded } from "./outcomes";
import { lockCheckpoint } from "./rows";
import { sweepStanding } from "./sweep-standing";

const MOST_AT_ONCE = 500;

/** Returns how many requests of the context's organisation expired or lapsed. */
export async function sweepCheckpoints(ctx: Ctx): Promise<number> {
  await markEnded(ctx);
  await sweepStanding(ctx);
  const now = await databaseNow(ctx.db);
  const due = await ctx.db.checkpoint.findMany({
    where: {
      orgId: ctx.orgId,
      OR: [
        { status: "pending", expiresAt: { lte: now } },
        { status: "approved", grants: { some: { expiresAt: { lte: now } } } },
      ],
    },
    select: { id: true },
    take: MOST_AT_ONCE,
  });
  let ended = 0;
  for (const { id } of due) ended += await endOne(ctx, id);
  return ended;
}

async function endOne(ctx: Ctx, id: string): Promise<number> {
  return transaction(ctx, async (tx) => {
    const row = await lockCheckpoint(tx, id);
    if (row.status === "pending" && row.expiresAt <= tx.now) {
      await move(tx, row, "expired", "nobody decided in time", tx.now);
      await recordAudit(tx, eventOf(row, "checkpoint.expired", { expiresAt: row.expiresAt.toISOString() }));
      return 1;
    }
    if (row.status === "approved" && row.grants.some(({ expiresAt }) => expiresAt <= tx.now)) {
      await move(tx, row, "lapsed", "the grant was not used in time", tx.now);
      await recordAudit(tx, eventOf(row, "checkpoint.lapsed", {}));
      return 1;
    }
    return 0;
  });
}
