import { query } from "@/lib/audit/query";
import { readSharing } from "@/lib/credentials/read-sharing";
import { databaseNow } from "@/lib/db/ctx";
import { countWaiting } from "@/lib/sightings/count-waiting";
import { getOverviewOp } from "./contract";
import { readCheckpointFigures, readLastKill } from "./overview-figures";
import { readWide } from "./overview-look";

export const getOverview = query(getOverviewOp, async (ctx) => {
  const now = await databaseNow(ctx.db);
  const [wide, checkpoints, lastKill, toolsWaiting, sharing, sightings] = await Promise.all([
    readWide(ctx, now),
    readCheckpointFigures(ctx, now),
    readLastKill(ctx),
    ctx.db.tool.count({ where: { orgId: ctx.orgId, state: { in: ["waiting", "changed"] } } }),
    readSharing(ctx, now),
    countWaiting(ctx),
  ]);
  const discovered = { known: sightings.known, waiting: sightings.waiting.length };
  const credentials = { known: sharing.known, shared: sharing.count };
  return { ...wide, checkpoints, toolsWaiting, discovered, credentials, lastKill };
});
