/** Private to this folder: the first half of a release, or all of it where one person is enough. */
import type { Done } from "@/lib/audit/command";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { Json } from "@/sdk/canonical";
import { personOf } from "./person-of";
import type { ReleaseAnswer } from "./release-contract";
import { releasers, releaseView } from "./release-rows";
import { RELEASE_WAITS_MS, releasesAlone } from "./release-rules";
import { liftScope } from "./revoke-scope";
import { scopeOf } from "./rows";
import { changes, lockedAgents, orderAgents } from "./stop-agent";
import type { StopOrder } from "./stop-contract";

export type ToRelease = {
  order: {
    id: string;
    status: string;
    orderedById: string | null;
    agentName: string;
    agentIds: string[];
    scope: unknown;
    agentId: string | null;
  };
  /** Agents that are to act again; empty for a revocation. */
  agentIds: string[];
  title: string;
  reason: string;
};

export async function askRelease(tx: TxCtx, wanted: ToRelease): Promise<Done<ReleaseAnswer>> {
  const personId = await personOf(tx);
  if (personId === null)
    throw new Refusal("forbidden", "A release is asked for by a person, and it is not known who this is.");
  if (releasesAlone({ personId, inPerson: tx.actor.kind === "user" }, wanted.order)) {
    const { result, event } = await carryOut(tx, wanted, { alone: "whoever suspended lifts" });
    const read = async (ctx: Ctx) => (typeof result === "function" ? result(ctx) : result);
    return { result: async (ctx) => ({ order: await read(ctx), request: null }), event };
  }
  await closeExpired(tx);
  const known = await tx.db.releaseRequest.findFirst({
    where: { orgId: tx.orgId, orderId: wanted.order.id, status: "pending" },
  });
  const people = await releasers(tx);
  if (known) return { result: { order: null, request: releaseView(known, people, tx.now) }, event: "repetition" };
  const row = await tx.db.releaseRequest.create({
    data: {
      id: newId("release", tx.now.getTime()),
      orgId: tx.orgId,
      orderId: wanted.order.id,
      agentIds: wanted.agentIds,
      title: wanted.title,
      reason: wanted.reason,
      requestedById: personId,
      requestedByName: tx.actor.name,
      requestedAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + RELEASE_WAITS_MS),
    },
  });
  return {
    result: { order: null, request: releaseView(row, people, tx.now) },
    event: {
      action: "release.requested",
      target: { kind: "order", id: wanted.order.id, name: wanted.title },
      detail: {
        release: row.id,
        reason: wanted.reason,
        agents: wanted.agentIds,
        expiresAt: row.expiresAt.toISOString(),
      },
    },
  };
}

/** The release itself: agents act again, or the revocation is lifted. */
export async function carryOut(
  tx: TxCtx,
  { order, agentIds, title, reason }: ToRelease,
  detail: { [key: string]: Json },
): Promise<Done<StopOrder>> {
  if (order.status === "revoked") return liftScope(tx, { orderId: order.id, title, reason, detail });
  const agents = await lockedAgents(tx, agentIds);
  const stopped = agents.filter(({ status }) => status === "killed" || status === "suspended");
  if (stopped.length === 0) throw new Refusal("conflict", `${title}: there is no stopped agent left to release.`);
  const whole = order.agentIds.every((id) => agentIds.includes(id));
  return orderAgents(tx, stopped, reason, changes.release, {
    ...(stopped.length > 1 ? { title, scope: scopeOf(order) } : {}),
    ...(whole ? { releases: order.id } : {}),
    detail,
  });
}

async function closeExpired(tx: TxCtx): Promise<void> {
  await tx.db.releaseRequest.updateMany({
    where: { orgId: tx.orgId, status: "pending", expiresAt: { lte: tx.now } },
    data: { status: "expired", closedAt: tx.now },
  });
}
