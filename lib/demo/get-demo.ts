import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { pointState } from "@/lib/enforcement/rules";
import { type Demo, getDemoOp } from "./contract";

export const getDemo = query(getDemoOp, (ctx) => readDemo(ctx));

export async function readDemo(ctx: Ctx): Promise<Demo> {
  const where = { orgId: ctx.orgId, demo: true };
  const [agents, people, peps, now] = [
    await ctx.db.agent.count({ where }),
    await ctx.db.user.count({ where }),
    await ctx.db.pep.findMany({ where, select: { revokedAt: true, lastSeenAt: true, connected: true } }),
    await databaseNow(ctx.db),
  ];
  const live = peps.filter((pep) => pointState(pep, now) === "connected").length;
  return { state: agents === 0 ? "none" : live > 0 ? "running" : "preparing", agents, people, live };
}
