import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { benchmarksOf } from "./benchmarks";
import { readLastKill } from "./overview-figures";
import { readGroups, readLook } from "./read-groups";
import { listBenchmarksOp } from "./standing-contract";

export const listBenchmarks = query(listBenchmarksOp, async (ctx) => {
  const [now, lookedAt, groups, lastKill, incidents] = await Promise.all([
    databaseNow(ctx.db),
    readLook(ctx),
    readGroups(ctx),
    readLastKill(ctx),
    readIncidents(ctx),
  ]);
  return { asOf: now.toISOString(), lookedAt, items: benchmarksOf({ groups, lastKill, incidents }) };
});

const YEAR_MS = 365 * 86_400_000;

async function readIncidents(ctx: Ctx): Promise<number> {
  const since = new Date((await databaseNow(ctx.db)).getTime() - YEAR_MS);
  return ctx.db.incident.count({ where: { orgId: ctx.orgId, openedAt: { gte: since } } });
}
