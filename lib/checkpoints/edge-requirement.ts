/** What a call that comes through other agents asks of people: a yes of an owner of each agent on an edge that is not signed off. */
import type { TxCtx } from "@/lib/db/ctx";
import type { ApproverGroup, CheckpointStage } from "@/lib/policy/rule-contract";
import type { Action } from "@/sdk/wire/action";
import { edgeRule } from "@/sdk/wire/edge-rule";
import { RiskTier } from "@/sdk/wire/words";

export type EdgeTerms = { stages: CheckpointStage[]; expiresInSeconds: number; stepUp: boolean };
export type Edge = { from: string; to: string };

const EXPIRES_IN_SECONDS = 900;
const OPERATORS: readonly ApproverGroup[] = [
  { kind: "role", role: "admin" },
  { kind: "role", role: "security" },
];
const OWNERS: readonly string[] = ["owner", "backup", "ownerOrBackup"];

/** The edges of the action's chain that these rules name. */
export function edgesIn({ chain, agent }: Pick<Action, "chain" | "agent">, rules: readonly string[]): Edge[] {
  const path = [...chain, agent];
  return chain
    .map((from, place) => ({ from, to: path[place + 1] ?? agent }))
    .filter(({ from, to }) => rules.includes(edgeRule(from, to)));
}

/** Null when every edge is signed off. `asked` are the stages of the other rules: an owner whom they ask is not asked twice. Whom they shut out is not asked. */
export async function edgeTerms(
  tx: TxCtx,
  action: Action,
  rules: readonly string[],
  asked: readonly CheckpointStage[],
  excluded: ReadonlySet<string> = new Set(),
): Promise<EdgeTerms | null> {
  const edges = edgesIn(action, rules);
  if (edges.length === 0) return null;
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const agents = await tx.db.agent.findMany({
    where: { orgId: tx.orgId, id: { in: ids } },
    select: { id: true, name: true, riskTier: true, owner: true, backupOwner: true },
    orderBy: { id: "asc" },
  });
  const ownerAsked = asked.some(({ from }) => from.every(({ kind }) => OWNERS.includes(kind)));
  const parties = agents
    .filter(({ id }) => !(ownerAsked && id === action.agent))
    .map(({ name, owner, backupOwner }) => ({
      name,
      owners: [owner, backupOwner].flatMap((person) =>
        person?.status === "active" && !excluded.has(person.id) ? person.id : [],
      ),
    }));
  const short = !canAllBeMet(parties.map(({ owners }) => owners));
  return {
    stages: parties.map(({ name, owners }) => ({
      title: `an owner of ${name}`.slice(0, 120),
      need: 1,
      from: [
        ...(owners.length > 0 ? [{ kind: "people" as const, ids: owners }] : []),
        ...(owners.length === 0 || short ? OPERATORS : []),
      ],
      escalation: [],
    })),
    expiresInSeconds: EXPIRES_IN_SECONDS,
    stepUp: agents.some(({ riskTier }) => RiskTier.options.indexOf(RiskTier.parse(riskTier)) >= 2),
  };
}

/** Whether a different person can be found for each list that has any; where not, admins and security may stand in. */
export function canAllBeMet(lists: readonly (readonly string[])[]): boolean {
  const holder = new Map<string, number>();
  const seat = (place: number, tried: Set<string>): boolean => {
    for (const person of lists[place] ?? []) {
      if (tried.has(person)) continue;
      tried.add(person);
      const other = holder.get(person);
      if (other === undefined || seat(other, tried)) {
        holder.set(person, place);
        return true;
      }
    }
    return false;
  };
  return lists.every((list, place) => list.length === 0 || seat(place, new Set()));
}
