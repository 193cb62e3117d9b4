import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { benchmarksOf } from "./benchmarks";
import { readLastKill } from "./overview-figures";
import { readGroups, readLook } from "./read-groups";
import { listBenchmarksOp } from "./standing-contract";

export const listBenchmarks = query(listBenchmarksOp, async (ctx) => {
  const [now, lookedAt, groups, lastKill] = await Promise.all([
    databaseNow(ctx.db),
    readLook(ctx),
    readGroups(ctx),
    readLastKill(ctx),
  ]);
  return { asOf: now.toISOString(), lookedAt, items: benchmarksOf({ groups, lastKill }) };
});
