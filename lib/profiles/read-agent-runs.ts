/** For isolation: the newest programs of an agent in sandboxes, with what they run and how that differs from what is in force. */
import type { Ctx } from "@/lib/db/ctx";
import type { SandboxRun } from "./contract";
import { readAround, runOf } from "./rows";

const MOST = 10;

export async function readAgentRuns(ctx: Ctx, agentId: string): Promise<SandboxRun[]> {
  const rows = await ctx.db.sandboxRun.findMany({
    where: { orgId: ctx.orgId, agentId },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: MOST,
  });
  const around = await readAround(ctx, rows);
  return rows.map((row) => runOf(row, around));
}
