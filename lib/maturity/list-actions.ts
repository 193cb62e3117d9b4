import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { actionsOf, sheetOf } from "./actions";
import { readGroups, readLook } from "./read-groups";
import { listActionsOp } from "./standing-contract";

export const listActions = query(listActionsOp, async (ctx) => {
  const [now, lookedAt, groups] = await Promise.all([databaseNow(ctx.db), readLook(ctx), readGroups(ctx)]);
  return { asOf: now.toISOString(), lookedAt, score: sheetOf(groups).score, items: actionsOf(groups) };
});
