/**
 * Requests of agents whose owners changed. Who may decide follows the owners by itself; this lets people hear of it, and says
 * which requests nobody can decide now.
 */
import type { TxCtx } from "@/lib/db/ctx";
import { asking } from "@/lib/messages/contract";
import { peopleTold } from "@/lib/messages/queue-message";
import { peopleToAsk } from "./people-to-ask";
import { queueAbout } from "./queue-checkpoint-message";
import { lockCheckpoint, type Row, readRow } from "./rows";

const MOST_AT_ONCE = 500;

/** By agent: how many requests wait, and how many of them for nobody. */
export type Waiting = ReadonlyMap<string, { waiting: number; stuck: number }>;

/** Tells whoever can decide a request and was not asked yet. */
export async function askWhoRemains(tx: TxCtx, agentIds: readonly string[]): Promise<Waiting> {
  return eachRequest(tx, agentIds, lockCheckpoint, async (row, people) => {
    const told = await peopleTold(tx, { kind: "checkpoint", id: row.id }, asking);
    const fresh = people.filter((id) => !told.includes(id));
    await queueAbout(tx, row, { kind: "handedOver", people: fresh, step: `owners ${tx.now.toISOString()}` });
  });
}

/** Reads only. */
export const countWaiting = (tx: TxCtx, agentIds: readonly string[]): Promise<Waiting> =>
  eachRequest(tx, agentIds, readRow, async () => undefined);

async function eachRequest(
  tx: TxCtx,
  agentIds: readonly string[],
  read: (tx: TxCtx, id: string) => Promise<Row>,
  then: (row: Row, people: string[]) => Promise<void>,
): Promise<Waiting> {
  const open = await tx.db.checkpoint.findMany({
    where: { orgId: tx.orgId, agentId: { in: [...agentIds] }, status: "pending", expiresAt: { gt: tx.now } },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    take: MOST_AT_ONCE,
    select: { id: true },
  });
  const counts = new Map<string, { waiting: number; stuck: number }>();
  for (const { id } of open) {
    const row = await read(tx, id);
    if (row.status !== "pending") continue;
    const people = await peopleToAsk(tx, row, tx.now);
    const count = counts.get(row.agentId) ?? { waiting: 0, stuck: 0 };
    counts.set(row.agentId, {
      waiting: count.waiting + 1,
      stuck: count.stuck + (people.length === 0 ? 1 : 0),
    });
    await then(row, people);
  }
  return counts;
}
