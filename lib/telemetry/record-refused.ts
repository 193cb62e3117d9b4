/** Private to this folder: a reporter that contradicts itself or names agents that are not here is remembered. */
import { recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import type { Operation } from "@/lib/shared/operation";

export type Refused = { reason: string; about: string };

/** One entry for a reporter in this time: one that is set up wrong reports each of its calls, and would bury the log. */
const QUIET_MS = 10 * 60_000;
const MOST_NAMED = 20;

export async function recordRefused(tx: TxCtx, op: Operation, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return;
  const { orgId, actor, now } = tx;
  const last = await tx.db.auditEntry.findFirst({
    where: { orgId, targetId: actor.id, action: "access.refused" },
    orderBy: { seq: "desc" },
    select: { at: true },
  });
  if (last && now.getTime() - last.at.getTime() < QUIET_MS) return;
  await recordAudit(tx, {
    action: "access.refused",
    target: { kind: actor.kind === "pep" ? "point" : "apiKey", id: actor.id, name: actor.name },
    detail: {
      operation: op.id,
      reasons: [...new Set(refused.map(({ reason }) => reason))],
      about: [...new Set(refused.map(({ about }) => about))].slice(0, MOST_NAMED),
      refused: refused.length,
    },
  });
}
