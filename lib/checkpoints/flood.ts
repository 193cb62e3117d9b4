/**
 * Keeps an agent from wearing people down. Three limits: how many requests it may have open, how many it may open in a
 * minute, and how many in ten minutes before its held calls are paused. A pause refuses only new holds: what policy allows
 * goes on, and what was asked before it still waits for its decision.
 */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { WINDOW_SECONDS } from "./flood-contract";
import { DEFAULT_LIMITS, type Limits, pausedReason, perMinuteReason } from "./flood-rules";
import { MOST_OPEN_PER_AGENT } from "./rules";

export async function limitsOf(tx: Pick<TxCtx, "db" | "orgId">): Promise<Limits> {
  const row = await tx.db.holdLimits.findUnique({ where: { orgId: tx.orgId } });
  return row ? { perMinute: row.perMinute, pauseAfter: row.pauseAfter } : DEFAULT_LIMITS;
}

/** One agent's requests are opened one after the other, so that its numbers are exact however many ask at once. */
export async function refuseFlood(tx: TxCtx, agentId: string): Promise<void> {
  const key = `holds ${tx.orgId} ${agentId}`;
  await tx.db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
  const own = { orgId: tx.orgId, agentId };
  const pause = await tx.db.holdPause.findFirst({ where: { ...own, resumedAt: null } });
  if (pause) throw new Refusal("holds_paused", pausedReason(pause.agentName, pause.opened, pause.withinSeconds));
  const open = await tx.db.checkpoint.count({ where: { ...own, status: "pending", decoy: null } });
  if (open >= MOST_OPEN_PER_AGENT) {
    throw new Refusal("rate_limited", `This agent has ${open} requests open, which is the most it may have.`, {
      retryAfterSeconds: 30,
    });
  }
  const limits = await limitsOf(tx);
  const lately = await openedSince(tx, agentId, new Date(tx.now.getTime() - 60_000));
  if (lately >= limits.perMinute)
    throw new Refusal("rate_limited", perMinuteReason(lately, limits), { retryAfterSeconds: 60 });
}

/** What a standing approval answered asked nobody, and a decoy is not the agent's. */
const openedSince = (tx: TxCtx, agentId: string, since: Date): Promise<number> =>
  tx.db.checkpoint.count({
    where: { orgId: tx.orgId, agentId, standingId: null, decoy: null, createdAt: { gt: since } },
  });

/** After a request was opened: the pause begins with the one that reaches the limit. What was before a resumption is forgiven. */
export async function pauseIfFlooded(tx: TxCtx, row: { agentId: string; agentName: string }): Promise<AuditEvent[]> {
  const { agentId, agentName } = row;
  const { pauseAfter } = await limitsOf(tx);
  const last = await tx.db.holdPause.findFirst({
    where: { orgId: tx.orgId, agentId },
    orderBy: { pausedAt: "desc" },
    select: { resumedAt: true },
  });
  const window = tx.now.getTime() - WINDOW_SECONDS * 1000;
  const opened = await openedSince(tx, agentId, new Date(Math.max(window, last?.resumedAt?.getTime() ?? 0)));
  if (opened < pauseAfter) return [];
  const facts = { opened, withinSeconds: WINDOW_SECONDS };
  const id = newId("holdPause", tx.now.getTime());
  await tx.db.holdPause.create({ data: { id, orgId: tx.orgId, agentId, agentName, ...facts, pausedAt: tx.now } });
  await raiseFinding(tx, {
    kind: "checkpoint.flood",
    severity: "high",
    subject: { kind: "agent", id: agentId, name: agentName },
    title: `${agentName} asked people ${opened} times within ${WINDOW_SECONDS / 60} minutes; its held calls are paused`,
    mend: "Find out why it asks so often, then resume its held calls on its page, or suspend it.",
    detail: facts,
  });
  return [{ action: "agent.holdsPaused", target: { kind: "agent", id: agentId, name: agentName }, detail: facts }];
}
