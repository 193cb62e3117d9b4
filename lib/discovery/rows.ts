/** Private to this folder: sightings as the contract shows them. */
import { type Ctx, databaseNow, type TxCtx } from "@/lib/db/ctx";
import { Prisma, type Sighting as Row } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { Source, vanished } from "@/lib/sightings/rules";
import { Sighting, SightingFacts } from "./contract";
import { summaryOf } from "./rules";

type AgentRow = { id: string; name: string; status: string };

export const factsIn = (row: Pick<Row, "facts">): SightingFacts => SightingFacts.parse(row.facts);

function sightingOf(row: Row, agent: AgentRow | null, former: AgentRow | null, now: Date): Sighting {
  const facts = factsIn(row);
  return Sighting.parse({
    ...row,
    agent,
    former,
    summary: summaryOf(facts),
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    lookedAt: row.lookedAt.toISOString(),
    vanished: vanished({ ...row, source: Source.parse(row.source) }, now),
    secrets: facts.found?.secrets.length ?? 0,
    decided: row.decidedAt && {
      at: row.decidedAt.toISOString(),
      byName: row.decidedByName,
      reason: row.reason ?? "",
      until: row.rejectedUntil?.toISOString() ?? null,
    },
  });
}

export async function withAgents(ctx: Ctx, rows: readonly Row[], now: Date): Promise<Sighting[]> {
  const ids = [...new Set(rows.flatMap(({ agentId, formerAgentId }) => [agentId ?? [], formerAgentId ?? []].flat()))];
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: ids } },
    select: { id: true, name: true, status: true },
  });
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const agentOf = (id: string | null) => (id === null ? null : (byId.get(id) ?? null));
  return rows.map((row) => sightingOf(row, agentOf(row.agentId), agentOf(row.formerAgentId), now));
}

export async function loadRow(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.db.sighting.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("sighting");
  return row;
}

/** Nobody else decides about it until the transaction ends. */
export async function loadLocked(tx: TxCtx, id: string): Promise<Row> {
  await tx.db.$queryRaw(
    Prisma.sql`SELECT "id" FROM "Sighting" WHERE "id" = ${id} AND "orgId" = ${tx.orgId} FOR UPDATE`,
  );
  return loadRow(tx, id);
}

export async function loadSighting(ctx: Ctx, id: string): Promise<Sighting> {
  const [one] = await withAgents(ctx, [await loadRow(ctx, id)], ctx.now ?? (await databaseNow(ctx.db)));
  if (!one) throw notFound("sighting");
  return one;
}

export const targetOf = ({ id, name }: Pick<Row, "id" | "name">) => ({ kind: "sighting", id, name }) as const;
