import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { blocksCall, principalsOf, scopeKey } from "@/sdk/revoked";
import { Action } from "@/sdk/wire/action";
import type { RevokedScope } from "@/sdk/wire/protocol";
import { AgentStatus, RiskTier } from "@/sdk/wire/words";
import { lastLeaseEnd } from "./rows";
import { pointState, servesAgent } from "./rules";
import { asRevocation, type NamedScope, nameScope } from "./scope-words";
import { previewStopOp, type StopPreview } from "./stop-contract";

/** Lists are for reading: more than this is told as a number. */
const MOST_LISTED = 50;
const MINUTES = 10;
const MOST_CALLS = 5_000;

export const previewStop = query(previewStopOp, async (ctx, { scope }) => {
  const named = await nameScope(ctx, scope);
  const revoked = asRevocation(scope);
  const all = await ctx.db.agent.findMany({ where: { orgId: ctx.orgId }, orderBy: { name: "asc" } });
  const providers = new Map(all.map(({ id, provider }) => [id, provider]));
  /** Whether the order would be against a call. */
  const covers = (call: { agentId: string; tool: string; chain: readonly string[] }): boolean =>
    revoked
      ? blocksCall(revoked, call, (id) => providers.get(id) ?? null)
      : principalsOf(call).some((id) => named.agentIds?.includes(id) ?? false);
  const agents = all.filter((agent) => concernsAgent(named, revoked, agent));
  const standing = revoked
    ? await ctx.db.revocation.findFirst({
        where: { orgId: ctx.orgId, key: scopeKey(revoked), liftedAt: null },
        select: { orderId: true },
      })
    : null;
  return {
    scope: named.scope,
    title: named.title,
    confirm: named.confirm,
    agents: agents.slice(0, MOST_LISTED).map(({ id, name, status, riskTier }) => ({
      id,
      name,
      status: AgentStatus.parse(status),
      riskTier: RiskTier.parse(riskTier),
    })),
    agentCount: agents.length,
    ...(await toolsOf(ctx, revoked)),
    ...(await pointsOf(ctx, named, agents)),
    heldCount: await heldBy(ctx, covers),
    ...(await callsOf(ctx, covers)),
    minutes: MINUTES,
    standingOrder: standing?.orderId ?? null,
  };
});

/** Agents that could not act as before. What stops a tool, a server or a credential may concern any of them. */
function concernsAgent(
  { agentIds }: NamedScope,
  revoked: RevokedScope | null,
  agent: { id: string; provider: string; status: string },
): boolean {
  if (agent.status === "retired") return false;
  if (!revoked) return agentIds?.includes(agent.id) ?? false;
  switch (revoked.kind) {
    case "everything":
    case "provider":
      return blocksCall(revoked, { agentId: agent.id, tool: "" }, () => agent.provider);
    case "delegation":
      return agent.id === revoked.from || agent.id === revoked.to;
    case "server":
    case "tool":
    case "credential":
      return false;
  }
}

async function toolsOf(ctx: Ctx, revoked: RevokedScope | null): Promise<Pick<StopPreview, "tools" | "toolCount">> {
  const kinds = ["everything", "server", "tool"];
  if (!revoked || !kinds.includes(revoked.kind)) return { tools: [], toolCount: 0 };
  const rows = await ctx.db.tool.findMany({
    where: { orgId: ctx.orgId, state: "approved" },
    orderBy: [{ server: "asc" }, { name: "asc" }],
    select: { server: true, name: true },
  });
  const names = rows.map(({ server, name }) => `${server}/${name}`);
  const stopped = names.filter((tool) => blocksCall(revoked, { agentId: "", tool }, () => ""));
  return { tools: stopped.slice(0, MOST_LISTED), toolCount: stopped.length };
}

async function pointsOf(ctx: Ctx, { agentIds }: NamedScope, agents: readonly { riskTier: string }[]) {
  const peps = await ctx.db.pep.findMany({
    where: { orgId: ctx.orgId, revokedAt: null, lastSeenAt: { not: null } },
    orderBy: { name: "asc" },
  });
  const now = await databaseNow(ctx.db);
  const tiers = agents.map(({ riskTier }) => RiskTier.parse(riskTier));
  const points = peps
    .filter((pep) => !agentIds || agentIds.some((id) => servesAgent(pep.agents, id)))
    .map((pep) => {
      const reachable = pointState(pep, now) === "connected";
      const leaseEndsAt = reachable ? null : (lastLeaseEnd(pep, tiers)?.toISOString() ?? null);
      return { id: pep.id, name: pep.name, reachable, leaseEndsAt };
    });
  return {
    points: points.slice(0, MOST_LISTED),
    pointCount: points.length,
    unreachableCount: points.filter(({ reachable }) => !reachable).length,
  };
}

type Covers = (call: { agentId: string; tool: string; chain: readonly string[] }) => boolean;

async function heldBy(ctx: Ctx, covers: Covers): Promise<number> {
  const rows = await ctx.db.checkpoint.findMany({
    where: { orgId: ctx.orgId, status: { in: ["pending", "approved"] } },
    select: { action: true },
  });
  return rows.filter(({ action }) => {
    const { agent, tool, chain } = Action.parse(JSON.parse(action));
    return covers({ agentId: agent, tool, chain });
  }).length;
}

type Call = { agentId: string; tool: string; chain: string[]; running: boolean };

async function callsOf(ctx: Ctx, covers: Covers): Promise<Pick<StopPreview, "recentCount" | "runningCount">> {
  const rows = await ctx.db.$queryRaw<Call[]>(Prisma.sql`
    SELECT e."agentId", e."tool", e."chain", (e."effect" = 'allow' AND o."callId" IS NULL) AS "running"
    FROM "ActivityEvent" e LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id"
    WHERE e."orgId" = ${ctx.orgId} AND e."receivedAt" > clock_timestamp() - make_interval(mins => ${MINUTES})
    ORDER BY e."receivedAt" DESC LIMIT ${MOST_CALLS}`);
  const covered = rows.filter(covers);
  return { recentCount: covered.length, runningCount: covered.filter(({ running }) => running).length };
}
