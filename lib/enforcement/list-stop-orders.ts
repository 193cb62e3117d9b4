import { query } from "@/lib/audit/query";
import type { Prisma } from "@/lib/db/generated/client";
import { readStopOrders } from "./rows";
import { listStopOrdersOp } from "./stop-contract";

export const listStopOrders = query(listStopOrdersOp, async (ctx, { agentId, drill, standing }) => {
  const where: Prisma.StopOrderWhereInput = {
    ...(agentId ? { OR: [{ agentId }, { agentIds: { has: agentId } }] } : {}),
    ...(drill ? { drill: drill === "yes" } : agentId ? {} : { drill: false }),
    ...(standing ? { id: { in: await standingOrders(ctx) } } : {}),
  };
  return { items: await readStopOrders(ctx, where, 100) };
});

async function standingOrders(ctx: Parameters<typeof readStopOrders>[0]): Promise<string[]> {
  const revocations = await ctx.db.revocation.findMany({
    where: { orgId: ctx.orgId, liftedAt: null },
    select: { orderId: true },
  });
  const stopped = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, status: { in: ["killed", "suspended"] } },
    select: { id: true },
  });
  const orders = await ctx.db.stopOrder.findMany({
    where: {
      orgId: ctx.orgId,
      status: { in: ["killed", "suspended"] },
      agentIds: { hasSome: stopped.map(({ id }) => id) },
    },
    orderBy: { orderedAt: "desc" },
    distinct: ["agentIds"],
    select: { id: true },
  });
  const ended = await ctx.db.stopOrder.findMany({
    where: { orgId: ctx.orgId, releases: { in: orders.map(({ id }) => id) } },
    select: { releases: true },
  });
  const over = new Set(ended.map(({ releases }) => releases));
  return [...revocations.map(({ orderId }) => orderId), ...orders.flatMap(({ id }) => (over.has(id) ? [] : [id]))];
}
