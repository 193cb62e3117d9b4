/** Whose calls these are. */
import type { TxCtx } from "@/lib/db/ctx";
import { resolveNames } from "@/lib/sightings/resolve-names";
import type { AgentClaim, FoundAgent } from "./call";
import { discoverAgents, seenAgain } from "./discover-agents";
import type { Teller } from "./rules";

export type Attribution = { agent: FoundAgent } | { refused: string; agentId: string };

export const unknownAgent = "The agent that a call names by its id is not in this organisation.";
export const outOfScope = "This enforcement point may not act for the agent that a call names.";

/** The answer for each claim, in order. Agents that nobody knew are in the inventory afterwards, stopped and without an owner. */
export async function findAgents(tx: TxCtx, claims: readonly AgentClaim[], teller: Teller): Promise<Attribution[]> {
  const known = await knownAgents(tx, claims);
  // What a file tells is history: it does not show that an agent acts now.
  if (teller === "telemetry") await seenAgain(tx, [...new Set(claims.flatMap(({ names }) => names))]);
  const scope = tx.actor.kind === "pep" ? tx.actor.agents : [];
  const first = claims.map((claim) => place(claim, known, scope));
  const fresh = first.flatMap((one) => ("fresh" in one ? one.fresh : []));
  const discovered =
    fresh.length > 0 ? await discoverAgents(tx, [...new Set(fresh)], teller) : new Map<string, FoundAgent>();
  return first.map((one) => {
    if (!("fresh" in one)) return one;
    const agent = discovered.get(one.fresh);
    if (!agent) throw new Error("a discovered agent is not there");
    return { agent };
  });
}

type Placed = Attribution | { fresh: string };

function place(claim: AgentClaim, known: Map<string, FoundAgent>, scope: readonly string[]): Placed {
  const named = claim.id === null ? claim.names.flatMap((name) => known.get(name) ?? [])[0] : known.get(claim.id);
  if (named) {
    const allowed = scope.length === 0 || scope.includes(named.id);
    return allowed ? { agent: named } : { refused: outOfScope, agentId: named.id };
  }
  if (claim.id !== null) return { refused: unknownAgent, agentId: claim.id };
  if (scope.length === 0) return { fresh: claim.names[0] ?? "" };
  // A point that speaks for one agent alone needs not say which.
  const only = scope.length === 1 && claim.names.length === 0 ? known.get(scope[0] ?? "") : undefined;
  return only ? { agent: only } : { refused: outOfScope, agentId: claim.names[0] ?? "" };
}

/** By id and by name: an id cannot be another agent's name, since names that are ids are not looked up as such first. */
async function knownAgents(tx: TxCtx, claims: readonly AgentClaim[]): Promise<Map<string, FoundAgent>> {
  const scope = tx.actor.kind === "pep" ? tx.actor.agents : [];
  const ids = [...new Set([...claims.flatMap(({ id }) => id ?? []), ...scope])];
  const names = [...new Set(claims.flatMap((claim) => claim.names))];
  const rows = await tx.db.agent.findMany({
    where: { orgId: tx.orgId, OR: [{ id: { in: ids } }, { name: { in: names } }] },
    select: { id: true, name: true },
  });
  const decided = await decidedNames(tx, names);
  return new Map([
    ...rows.map((row) => [row.name, row] as const),
    ...decided,
    ...rows.map((row) => [row.id, row] as const),
  ]);
}

/** A name that a person said is another agent's, whichever agent was kept under it before. */
async function decidedNames(tx: TxCtx, names: readonly string[]): Promise<[string, FoundAgent][]> {
  const decided = await resolveNames(tx, names);
  if (decided.size === 0) return [];
  const rows = await tx.db.agent.findMany({
    where: { orgId: tx.orgId, id: { in: [...decided.values()] } },
    select: { id: true, name: true },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...decided].flatMap(([name, id]) => {
    const agent = byId.get(id);
    return agent ? [[name, agent]] : [];
  });
}
