import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { loadTool } from "./rows";
import { getToolUseOp } from "./tool-contract";
import { namesOfTool } from "./tool-use";

const DAYS = 30;
/** So many of the newest calls are looked through, however many there are: the page must not wait for millions. */
const MOST_CALLS = 100_000;
const MOST_AGENTS = 100;

/** Reads other domains' tables, since what a tool is used for is known only there; nothing of them is changed here. */
export const getToolUse = query(getToolUseOp, async (ctx, { id }) => {
  const tool = await loadTool(ctx, id);
  const [policies, use] = await Promise.all([policiesNaming(ctx, tool), callers(ctx, `${tool.server}/${tool.name}`)]);
  return { policies, ...use };
});

async function policiesNaming(ctx: Ctx, tool: Parameters<typeof namesOfTool>[1]) {
  const rows = await ctx.db.policy.findMany({
    where: { orgId: ctx.orgId },
    include: { versions: { orderBy: { version: "desc" }, take: 1 } },
    orderBy: { slug: "asc" },
  });
  return rows.flatMap(({ id, title, status, versions: [current] }) => {
    const names = current ? namesOfTool(current.cedar, tool) : null;
    if (!current || names === null) return [];
    const parsed = getToolUseOp.output.shape.policies.element.parse({
      id,
      title,
      status,
      effect: current.effect,
      checkpoint: current.checkpoint,
      names,
    });
    return [parsed];
  });
}

type CallerRow = { id: string; name: string; calls: number; lastAt: Date };

async function callers(ctx: Ctx, tool: string) {
  const now = Date.now();
  const month = new Date(now - DAYS * 86_400_000);
  const bound = await ctx.db.activityEvent.findFirst({
    where: { orgId: ctx.orgId, receivedAt: { gte: month } },
    orderBy: { receivedAt: "desc" },
    skip: MOST_CALLS,
    select: { receivedAt: true },
  });
  const since = bound?.receivedAt ?? month;
  const rows = await ctx.db.$queryRaw<CallerRow[]>(Prisma.sql`
    SELECT "agentId" AS "id", max("agentName") AS "name", count(*)::int AS "calls", max("receivedAt") AS "lastAt"
    FROM "ActivityEvent" WHERE "orgId" = ${ctx.orgId} AND "receivedAt" > ${since} AND "tool" = ${tool}
    GROUP BY "agentId" ORDER BY "calls" DESC, "id" LIMIT ${MOST_AGENTS}`);
  return {
    agents: rows.map(({ lastAt, ...row }) => ({ ...row, lastAt: lastAt.toISOString() })),
    since: since.toISOString(),
  };
}
