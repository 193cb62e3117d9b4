import { query } from "@/lib/audit/query";
import { listHoldPausesOp } from "./flood-contract";
import { showPause } from "./resume-holds";

const MOST = 200;

export const listHoldPauses = query(listHoldPausesOp, async (ctx, { agentId }) => {
  const rows = await ctx.db.holdPause.findMany({
    where: { orgId: ctx.orgId, ...(agentId ? { agentId } : {}) },
    orderBy: [{ pausedAt: "desc" }, { id: "desc" }],
    take: MOST,
  });
  return { items: rows.map(showPause) };
});
