import { query } from "@/lib/audit/query";
import { readSharing } from "@/lib/credentials/read-sharing";
import { databaseNow } from "@/lib/db/ctx";
import { countWaiting } from "@/lib/sightings/count-waiting";
import { getOverviewOp } from "./contract";
import { readFacts } from "./facts";
import { countStages, organisationOf } from "./organisation-rules";
import { readCallFigures, readCheckpointFigures, readLastKill } from "./overview-figures";
import { stageOf } from "./rules";

export const getOverview = query(getOverviewOp, async (ctx) => {
  const now = await databaseNow(ctx.db);
  const [{ agents, fleet }, calls24h, checkpoints, lastKill, toolsWaiting, sharing, sightings] = await Promise.all([
    readFacts(ctx, now),
    readCallFigures(ctx, now),
    readCheckpointFigures(ctx, now),
    readLastKill(ctx),
    ctx.db.tool.count({ where: { orgId: ctx.orgId, state: { in: ["waiting", "changed"] } } }),
    readSharing(ctx, now),
    countWaiting(ctx),
  ]);
  const stages = agents.map(stageOf);
  const active = agents.filter(({ status }) => status === "active");
  return {
    asOf: now.toISOString(),
    ...organisationOf(stages),
    agents: {
      total: agents.length,
      active: active.length,
      stopped: agents.length - active.length,
      unowned: active.filter(({ owner }) => owner === null).length,
      ...countStages(stages),
    },
    points: {
      total: fleet.points.length,
      connected: fleet.points.filter(({ connected }) => connected).length,
      current: fleet.points.filter(({ behind }) => !behind).length,
    },
    checkpoints,
    calls24h,
    toolsWaiting,
    discovered: { known: sightings.known, waiting: sightings.waiting.length },
    credentials: { known: sharing.known, shared: sharing.count },
    lastKill,
  };
});
