import { command } from "@/lib/audit/command";
import { tellToolState } from "@/lib/db/standing-scopes";
import { blockToolOp } from "./contract";
import { settleFindings } from "./judge-tool";
import { loadTool, loadToolLocked, toolTarget } from "./rows";

export const blockTool = command(blockToolOp, async (ctx, { id, reason }) => {
  const tool = await loadToolLocked(ctx, id);
  if (tool.state === "blocked") return { result: tool, event: "repetition" };
  await ctx.db.tool.update({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    data: { state: "blocked", updatedAt: ctx.now },
    select: { id: true },
  });
  await tellToolState(ctx, tool);
  await settleFindings(ctx, id, `${ctx.actor.name} blocked the tool: ${reason}`);
  return {
    result: await loadTool(ctx, id),
    event: { action: "tool.blocked", target: toolTarget(tool), detail: { reason, from: tool.state } },
  };
});
