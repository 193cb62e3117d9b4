/** Agents that telemetry or a file names and nobody registered. */
import { recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { newId } from "@/lib/shared/ids";
import { noteSightings } from "@/lib/sightings/note-sightings";
import { seeNames } from "@/lib/sightings/see-names";
import type { FoundAgent } from "./call";
import { DISCOVERED, MOST_DISCOVERED, type Teller, unnamedAgent } from "./rules";

/**
 * Puts them into the inventory: suspended, so that being known makes no point serve them, and without an owner. Names beyond what
 * an organisation may gather this way fall to one agent of the reporter's, so that nobody can fill the inventory. Answers by the
 * name that was asked for.
 */
export async function discoverAgents(
  tx: TxCtx,
  names: readonly string[],
  teller: Teller,
): Promise<Map<string, FoundAgent>> {
  const { orgId } = tx;
  const unnamed = unnamedAgent(tx.actor.name);
  const there = await tx.db.agent.count({ where: { orgId, statusReason: { in: Object.values(DISCOVERED) } } });
  const room = Math.max(0, MOST_DISCOVERED - there);
  const kept = new Map(names.map((name, place) => [name, name === "" || place >= room ? unnamed : name]));
  const wanted = [...new Set(kept.values())].sort();
  // Another report may name the same agent at this moment: whoever comes second finds it there.
  const made = await tx.db.agent.createManyAndReturn({
    data: wanted.map((name) => rowOf(tx, name, teller)),
    skipDuplicates: true,
    select: { id: true, name: true },
  });
  const fresh = made.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const agent of fresh) await tell(tx, agent);
  const facts = { reporters: [reporterOf(tx)] };
  await noteSightings(
    tx,
    "telemetry",
    fresh.map(({ id, name }) => ({ origin: "", key: name, name, agentId: id, facts })),
  );
  const rows = await tx.db.agent.findMany({ where: { orgId, name: { in: wanted } }, select: { id: true, name: true } });
  const byName = new Map(rows.map((row) => [row.name, row]));
  return new Map(
    [...kept].flatMap(([name, as]) => {
      const agent = byName.get(as);
      return agent ? [[name, agent] as const] : [];
    }),
  );
}

const seenIn: Record<Teller, string> = { telemetry: "telemetry", import: "imported calls" };

const rowOf = (tx: TxCtx, name: string, teller: Teller) => ({
  id: newId("agent", tx.now.getTime()),
  orgId: tx.orgId,
  name,
  purpose: `Not known: it was seen in ${seenIn[teller]}, and nobody has registered it.`,
  provider: "other",
  framework: "",
  environment: "production",
  team: "Unassigned",
  dataClasses: [],
  autonomy: "supervised",
  riskTier: "medium",
  status: "suspended",
  statusReason: DISCOVERED[teller],
  knownBy: "telemetry",
  createdAt: tx.now,
  updatedAt: tx.now,
});

const reporterOf = ({ actor }: TxCtx) => ({ id: actor.id, name: actor.name });

async function tell(tx: TxCtx, agent: FoundAgent): Promise<void> {
  const detail = { reporter: reporterOf(tx) };
  await recordAudit(tx, { action: "agent.discovered", target: { kind: "agent", ...agent }, detail });
  await raise(tx, agent);
}

/** One that somebody said is none, and that acts all the same, is found anew. */
export async function seenAgain(tx: TxCtx, names: readonly string[]): Promise<void> {
  for (const { agentId, name } of await seeNames(tx, names))
    if (agentId !== null) await raise(tx, { id: agentId, name });
}

async function raise(tx: TxCtx, agent: FoundAgent): Promise<void> {
  await raiseFinding(tx, {
    kind: "agent.discovered",
    severity: "medium",
    subject: { kind: "agent", ...agent },
    title: `${agent.name} calls tools, and nobody has registered it`,
    mend: "Under Agents, Discovered: confirm it with its owner, merge it into the agent that it is, or reject it.",
    detail: { reporter: reporterOf(tx) },
    facts: {},
  });
}
