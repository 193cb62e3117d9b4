import { query } from "@/lib/audit/query";
import { countWaiting } from "@/lib/checkpoints/ask-who-remains";
import { transaction } from "@/lib/db/ctx";
import { agentsInUnit } from "@/lib/db/unit";
import { notFound } from "@/lib/shared/errors";
import { AgentStatus, RiskTier } from "@/sdk/wire/words";
import { getLeaverOp, MOST_AGENTS } from "./contract";

const person = { select: { id: true, name: true, status: true } } as const;

/** Also of somebody who is still here: whoever is about to leave hands over before. */
export const getLeaver = query(getLeaverOp, async (ctx, { id }) => {
  const row = await ctx.db.user.findUnique({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    select: { id: true, name: true, email: true, status: true },
  });
  if (!row) throw notFound("person");
  const unit = await agentsInUnit(ctx);
  const where = {
    orgId: ctx.orgId,
    status: { not: "retired" },
    OR: [{ ownerId: id }, { backupOwnerId: id }],
    ...(unit === null ? {} : { id: { in: unit } }),
  };
  const agents = await ctx.db.agent.findMany({
    where,
    include: { owner: person, backupOwner: person, ownerGrace: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST_AGENTS,
  });
  const ids = agents.map((agent) => agent.id);
  const waiting = await transaction(ctx, (tx) => countWaiting(tx, ids));
  return {
    person: { id, name: row.name, email: row.email, active: row.status === "active" },
    total: await ctx.db.agent.count({ where }),
    items: agents.map((agent) => {
      const owns = agent.ownerId === id;
      const other = owns ? agent.backupOwner : agent.owner;
      return {
        id: agent.id,
        name: agent.name,
        team: agent.team,
        status: AgentStatus.parse(agent.status),
        riskTier: RiskTier.parse(agent.riskTier),
        part: owns ? ("owner" as const) : ("backupOwner" as const),
        other: other?.status === "active" ? { id: other.id, name: other.name } : null,
        dueAt: owns ? (agent.ownerGrace?.dueAt.toISOString() ?? null) : null,
        ...{ waiting: 0, stuck: 0, ...waiting.get(agent.id) },
      };
    }),
  };
});
