import { command, RecordedRefusal } from "@/lib/audit/command";
import { isStorable } from "@/lib/audit/contract";
import type { TxCtx } from "@/lib/db/ctx";
import { notFound, Refusal } from "@/lib/shared/errors";
import { applySightings, nothingNew, touchSeen } from "./apply-sightings";
import { reportToolsOp } from "./contract";
import { type KnownTool, knownTools, type SeenTool, seenTools } from "./seen-tools";

export const reportTools = command(reportToolsOp, async (tx, { agentId, server, tools }) => {
  await checkAgent(tx, agentId);
  if (!isStorable(server) || !/^[^/\s]+$/.test(server)) {
    const message = "A server's name has no slash and no space.";
    throw new Refusal("invalid_input", message, { invalidParams: [{ path: "server", message }] });
  }
  const seen = seenTools(server, tools);
  const of = { orgId: tx.orgId, server, names: seen.map(({ name }) => name), lock: false };
  const known = await knownTools(tx.db, of);
  if (nothingNew(seen, known)) {
    await touchSeen(tx, [...known.values()]);
    return { result: { tools: answers(server, seen, known) }, event: "repetition" };
  }
  const [first, ...rest] = await applySightings(tx, { agentId, server, seen });
  return {
    result: { tools: answers(server, seen, await knownTools(tx.db, of)) },
    event: first ? [first, ...rest] : "repetition",
  };
});

/** A point speaks only for its own agents. */
async function checkAgent(tx: TxCtx, agentId: string): Promise<void> {
  const scope = tx.actor.kind === "pep" ? tx.actor.agents : [];
  if (scope.length > 0 && !scope.includes(agentId)) {
    const reason = "This enforcement point may not act for that agent.";
    const target = { kind: "operation", id: reportToolsOp.id, name: reportToolsOp.summary } as const;
    const detail = { reason, agentId: agentId.slice(0, 100).toWellFormed() };
    throw new RecordedRefusal("forbidden", reason, { action: "access.refused", target, detail });
  }
  if (!isStorable(agentId)) throw notFound("agent");
  const agent = await tx.db.agent.findUnique({
    where: { id_orgId: { id: agentId, orgId: tx.orgId } },
    select: { id: true },
  });
  if (!agent) throw notFound("agent");
}

/** A tool without an answer could not be taken in, and is as good as unknown. */
const answers = (server: string, seen: SeenTool[], known: Map<string, KnownTool>) =>
  seen.flatMap(({ name, digest }) => {
    const tool = known.get(name);
    if (!tool || digest === null) return [];
    return [{ tool: `${server}/${name}`, pin: digest, state: tool.state }];
  });
