/** Private to this folder: remembers that a point spoke for agents that are not its own. */
import { recordAudit } from "@/lib/audit/record";
import { contextFor, databaseNow } from "@/lib/db/ctx";
import type { Prisma } from "@/lib/db/generated/client";
import { reportEventsOp } from "./contract";

/** Which point speaks, and for which agents: none means all. */
export type Reporter = {
  orgId: string;
  point: { id: string; name: string; agents: readonly string[] };
  requestId: string;
};

/** One entry for a point in this time: a point that is set up wrong reports each of its calls, and would bury the log. */
const QUIET_MS = 10 * 60_000;
const MOST_NAMED = 20;

export async function recordStrangers(
  db: Prisma.TransactionClient,
  { orgId, point, requestId }: Reporter,
  agents: readonly string[],
): Promise<void> {
  if (agents.length === 0) return;
  const now = await databaseNow(db);
  const last = await db.auditEntry.findFirst({
    where: { orgId, targetId: point.id, action: "access.refused" },
    orderBy: { seq: "desc" },
    select: { at: true },
  });
  if (last && now.getTime() - last.at.getTime() < QUIET_MS) return;
  const ctx = contextFor({ kind: "pep", ...point }, orgId, requestId, db);
  await recordAudit(
    { ...ctx, db, now },
    {
      action: "access.refused",
      target: { kind: "point", id: point.id, name: point.name },
      detail: {
        operation: reportEventsOp.id,
        reason: "It reported calls of agents that it may not act for, or that are not registered.",
        agents: agents.slice(0, MOST_NAMED),
        agentCount: agents.length,
      },
    },
  );
}
