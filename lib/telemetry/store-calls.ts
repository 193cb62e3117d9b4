/** Stores what one request reported, each call by itself: stored, known already, or refused with the reason. */
import type { TxCtx } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import type { Operation } from "@/lib/shared/operation";
import type { MappedCall } from "./call";
import { findAgents } from "./find-agents";
import { findTools } from "./find-tools";
import { type Attributed, countDay, insertCalls, storedDigests } from "./insert-calls";
import { type Refused, recordRefused } from "./record-refused";

export type Received = {
  /** Everything that was sent, tool call or not. */
  received: number;
  calls: readonly MappedCall[];
  /** Why items were refused before anything was looked up. */
  rejected: readonly string[];
};

const clash = "Another call was stored under this trace id and span id. A call is reported once, and never changed.";

/** The reasons of those that were refused, one for each. Called in a transaction: nothing is answered before it commits. */
export async function storeCalls(tx: TxCtx, op: Operation, { received, calls, rejected }: Received): Promise<string[]> {
  const agents = await findAgents(
    tx,
    calls.map(({ agent }) => agent),
    "telemetry",
  );
  const toolOf = await findTools(
    tx,
    calls.map(({ tool }) => tool),
  );
  const attributed: Attributed[] = [];
  const refused: Refused[] = [];
  for (const [place, call] of calls.entries()) {
    const found = agents[place];
    if (!found) throw new Error("a call was neither attributed nor refused");
    if ("agent" in found) attributed.push({ call, agent: found.agent, tool: toolOf(call.tool) });
    else refused.push({ reason: found.refused, about: found.agentId });
  }
  const { stored, duplicates, clashed } = await insertOnce(tx, attributed);
  refused.push(...clashed.map((about) => ({ reason: clash, about })));
  await recordRefused(tx, op, refused);
  const reasons = [...rejected, ...refused.map(({ reason }) => reason)];
  await countDay(tx, { received, calls: stored, duplicates, rejected: reasons.length });
  if (stored > 0) await notify(tx.db, { orgId: tx.orgId, topic: "activity", ref: "call" });
  return reasons;
}

/** The first of an id counts; the others of it are repetitions of it, or contradict it. */
async function insertOnce(tx: TxCtx, calls: readonly Attributed[]) {
  const firsts = new Map<string, Attributed>();
  for (const one of calls) if (!firsts.has(one.call.id)) firsts.set(one.call.id, one);
  const inserted = await insertCalls(tx, [...firsts.values()]);
  const before = await storedDigests(
    tx,
    [...firsts.keys()].filter((id) => !inserted.has(id)),
  );
  const result = { stored: inserted.size, duplicates: 0, clashed: [] as string[] };
  for (const one of calls) {
    const { id, bodyDigest } = one.call;
    const first = firsts.get(id);
    if (inserted.has(id) && first === one) continue;
    const standing = inserted.has(id) ? first?.call.bodyDigest : before.get(id);
    if (standing === bodyDigest) result.duplicates++;
    else result.clashed.push(id);
  }
  return result;
}
