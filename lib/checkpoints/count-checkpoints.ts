import { query } from "@/lib/audit/query";
import { countCheckpointsOp } from "./contract";
import { openMine } from "./list-checkpoints";

export const countCheckpoints = query(countCheckpointsOp, async (ctx) => {
  const [open, mine] = await Promise.all([
    ctx.db.checkpoint.count({ where: { orgId: ctx.orgId, status: "pending" } }),
    openMine(ctx),
  ]);
  return { open, mine: mine.length };
});
