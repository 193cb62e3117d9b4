/** Private to this folder: standing revocations, made and lifted. */
import type { Done } from "@/lib/audit/command";
import { voidScope } from "@/lib/checkpoints/void-checkpoints";
import type { TxCtx } from "@/lib/db/ctx";
import { tellScope } from "@/lib/db/standing-scopes";
import { Refusal } from "@/lib/shared/errors";
import type { Json } from "@/sdk/canonical";
import { scopeKey } from "@/sdk/revoked";
import { RevokedScope } from "@/sdk/wire/protocol";
import { createOrder } from "./give-order";
import { showStopOrder } from "./rows";
import type { StopOrder } from "./stop-contract";

export async function revokeScope(
  tx: TxCtx,
  { scope, title, reason }: { scope: RevokedScope; title: string; reason: string },
): Promise<Done<StopOrder>> {
  const key = scopeKey(scope);
  const standing = await tx.db.revocation.findFirst({
    where: { orgId: tx.orgId, key, liftedAt: null },
    select: { orderId: true },
  });
  if (standing) throw new Refusal("conflict", `${title} is stopped already, by order ${standing.orderId}.`);
  const order = await createOrder(tx, {
    scope,
    title,
    agentId: null,
    agentIds: [],
    reaches: null,
    status: "revoked",
    reason,
  });
  await tx.db.revocation.create({ data: { orderId: order.id, orgId: tx.orgId, key, scope, at: tx.now } });
  // The order goes first: points refuse before they hear that requests are void.
  await tellScope(tx, order.id, scope);
  const cancelledCheckpoints = await voidScope(tx, scope, `${title} was stopped: ${reason}`);
  if (cancelledCheckpoints > 0)
    await tx.db.stopOrder.update({ where: { id: order.id }, data: { cancelledCheckpoints } });
  return {
    result: (ctx) => showStopOrder(ctx, order.id),
    event: {
      action: "scope.revoked",
      target: { kind: "order", id: order.id, name: title },
      detail: { scope, reason, points: order.named, cancelledCheckpoints },
    },
  };
}

/** Ends a standing revocation by an order of its own, which points confirm like any other. */
export async function liftScope(
  tx: TxCtx,
  {
    orderId,
    title,
    reason,
    detail,
  }: { orderId: string; title: string; reason: string; detail: { [key: string]: Json } },
): Promise<Done<StopOrder>> {
  const { count } = await tx.db.revocation.updateMany({
    where: { orgId: tx.orgId, orderId, liftedAt: null },
    data: { liftedAt: tx.now },
  });
  if (count === 0) throw new Refusal("conflict", `${title} is not stopped by this order any more.`);
  const row = await tx.db.revocation.findUniqueOrThrow({ where: { orderId }, select: { scope: true } });
  const scope = RevokedScope.parse(row.scope);
  const order = await createOrder(tx, {
    scope,
    title,
    agentId: null,
    agentIds: [],
    reaches: null,
    status: "lifted",
    reason,
    releases: orderId,
  });
  await tellScope(tx, order.id, scope);
  return {
    result: (ctx) => showStopOrder(ctx, order.id),
    event: {
      action: "scope.lifted",
      target: { kind: "order", id: order.id, name: title },
      detail: { scope, reason, lifts: orderId, ...detail },
    },
  };
}
