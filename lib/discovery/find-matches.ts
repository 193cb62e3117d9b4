/** Private to this folder: the agents that a sighting may be, each with why, the likeliest first. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma, type Sighting as Row } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { type Match, Match as MatchShape } from "./contract";
import { nameMatch } from "./rules";

type Agent = { id: string; name: string; status: string };
type Clue = { agentId: string; weight: number; why: string };

const MOST = 5;

export async function findMatches(ctx: Ctx, row: Row): Promise<Match[]> {
  const agents = await knownAgents(ctx, row);
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const clues = [
    ...agents.flatMap((agent) => nameClues(row, agent)),
    ...(await credentialClues(ctx, row)),
    ...(await sightingClues(ctx, row)),
  ];
  const found = new Map<string, { agent: Agent; weight: number; why: string[] }>();
  for (const { agentId, weight, why } of clues) {
    const agent = byId.get(agentId);
    if (!agent) continue;
    const match = found.get(agentId) ?? { agent, weight: 0, why: [] };
    if (!match.why.includes(why)) {
      match.why.push(why);
      match.weight += weight;
    }
    found.set(agentId, match);
  }
  const best = [...found.values()].sort((a, b) => b.weight - a.weight || (a.agent.name < b.agent.name ? -1 : 1));
  return best.slice(0, MOST).map(({ agent, why }) => MatchShape.parse({ agent, why }));
}

/** Not those that are themselves only waiting to be looked at. */
const knownAgents = (ctx: Ctx, { id }: Row): Promise<Agent[]> =>
  ctx.db.$queryRaw<Agent[]>(Prisma.sql`
    SELECT a."id", a."name", a."status" FROM "Agent" a
    WHERE a."orgId" = ${ctx.orgId} AND a."status" <> 'retired' AND ${inUnit(ctx, Prisma.sql`a."id"`)} AND NOT EXISTS (
      SELECT 1 FROM "Sighting" s WHERE s."orgId" = a."orgId" AND s."agentId" = a."id"
        AND (s."state" IN ('waiting', 'rejected') OR s."id" = ${id}))`);

function nameClues(row: Row, { id: agentId, name }: Agent): Clue[] {
  const last = row.origin.split("/").at(-1) ?? "";
  const own = nameMatch(row.name, name);
  const place = row.source === "scan" ? nameMatch(last, name) : null;
  return [
    ...(own === "same" ? [{ agentId, weight: 4, why: "It goes by the same name." }] : []),
    ...(own === "part" ? [{ agentId, weight: 2, why: "One name is a part of the other." }] : []),
    ...(place === "same" ? [{ agentId, weight: 3, why: "The repository has the agent's name." }] : []),
  ];
}

async function credentialClues({ db, orgId }: Ctx, { fingerprints }: Row): Promise<Clue[]> {
  if (fingerprints.length === 0) return [];
  const rows = await db.agentCredential.findMany({
    where: { orgId, fingerprint: { in: fingerprints }, endedAt: null },
    select: { agentId: true, name: true },
  });
  return rows.map(({ agentId, name }) => ({
    agentId,
    weight: 6,
    why: `A secret that stands in it is on record as the agent's credential ${name}.`,
  }));
}

/** By what was decided about others that share an address, a repository, or a name. */
async function sightingClues({ db, orgId }: Ctx, row: Row): Promise<Clue[]> {
  const decided = await db.sighting.findMany({
    where: {
      orgId,
      id: { not: row.id },
      state: { in: ["confirmed", "merged"] },
      OR: [
        { endpoints: { hasSome: row.endpoints } },
        ...(row.origin === "" ? [] : [{ origin: row.origin }]),
        { name: row.name },
      ],
    },
    select: { agentId: true, name: true, origin: true, endpoints: true },
    take: 200,
  });
  return decided.flatMap(({ agentId, name, origin, endpoints }): Clue[] => {
    if (agentId === null) return [];
    const shared = endpoints.find((one) => row.endpoints.includes(one));
    return [
      ...(shared === undefined
        ? []
        : [{ agentId, weight: 5, why: `Another sighting of the agent has the address ${shared}.` }]),
      ...(row.origin !== "" && origin === row.origin
        ? [{ agentId, weight: 1, why: `Something else in ${origin} is this agent.` }]
        : []),
      ...(nameMatch(name, row.name) === "same"
        ? [{ agentId, weight: 3, why: "The agent was seen under this name elsewhere." }]
        : []),
    ];
  });
}
