import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { sheetOf } from "./actions";
import { readGroups, readLook } from "./read-groups";
import { formula } from "./score";
import { getScoreOp } from "./standing-contract";

export const getScore = query(getScoreOp, async (ctx) => {
  const [now, lookedAt, groups, stopped] = await Promise.all([
    databaseNow(ctx.db),
    readLook(ctx),
    readGroups(ctx),
    ctx.db.agentMaturity.count({ where: { orgId: ctx.orgId, status: { not: "active" } } }),
  ]);
  return { asOf: now.toISOString(), lookedAt, stopped, formula: [...formula], ...sheetOf(groups) };
});
