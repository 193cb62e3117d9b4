import { intake } from "@/lib/audit/intake";
import { databaseNow } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import { reportHeartbeatOp } from "./contract";
import { LEASE_SECONDS } from "./rules";

export const reportHeartbeat = intake(reportHeartbeatOp, async (ctx, beat) => {
  const now = await databaseNow(ctx.db);
  await ctx.db.pep.updateMany({
    where: { id: ctx.actor.id, orgId: ctx.orgId },
    data: {
      lastSeenAt: now,
      version: beat.version,
      spoolDepth: beat.spoolDepth,
      gaps: beat.gaps,
      skewMs: clampedSkew(new Date(beat.clock).getTime() - now.getTime()),
    },
  });
  await notify(ctx.db, { orgId: ctx.orgId, topic: "points", ref: ctx.actor.id });
  return { serverTime: now.toISOString(), leaseSeconds: LEASE_SECONDS };
});

/** The column holds 32 bits; a clock that is further off than that is wrong enough. */
const clampedSkew = (ms: number): number => Math.max(-2_000_000_000, Math.min(2_000_000_000, Math.round(ms)));
