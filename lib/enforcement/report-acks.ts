import { intake } from "@/lib/audit/intake";
import { recordAudit, storable } from "@/lib/audit/record";
import { databaseNow, type TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import type { Ack } from "@/sdk/wire/protocol";
import { reportAcksOp } from "./contract";

/** Acknowledgements of revisions or orders that are not this organisation's are dropped, not believed. */
export const reportAcks = intake(reportAcksOp, async (ctx, { acks }) => {
  let accepted = 0;
  for (const ack of acks) {
    if (ack.kind === "bundle" ? await bundleAck(ctx, ack) : await stopAck(ctx, ack)) accepted++;
  }
  await notify(ctx.db, { orgId: ctx.orgId, topic: "points", ref: ctx.actor.id });
  return { accepted };
});

async function bundleAck(ctx: TxCtx, ack: Extract<Ack, { kind: "bundle" }>): Promise<boolean> {
  const key = { orgId: ctx.orgId, revision: ack.revision };
  const bundle = await ctx.db.bundle.findUnique({ where: { orgId_revision: key }, select: { revision: true } });
  if (!bundle) return false;
  const reason = ack.reason === undefined ? null : storable(ack.reason);
  const row = {
    ...key,
    pepId: ctx.actor.id,
    result: ack.result,
    reason,
    pepAt: ack.at,
    receivedAt: await databaseNow(ctx.db),
  };
  const { count } = await ctx.db.bundleAck.createMany({ data: row, skipDuplicates: true });
  const refused = ack.result === "refused";
  await ctx.db.pep.updateMany({
    where: { id: ctx.actor.id, orgId: ctx.orgId },
    data: refused
      ? { refusedRevision: ack.revision, refusedReason: reason }
      : { revision: ack.revision, refusedRevision: null, refusedReason: null },
  });
  if (refused && count === 1) {
    await recordAudit(ctx, {
      action: "point.refusedBundle",
      target: { kind: "point", id: ctx.actor.id, name: ctx.actor.name },
      detail: { revision: ack.revision, reason },
    });
  }
  return true;
}

/** An order over several agents is said once for each, as `order.1`, `order.2` and at last `order`; each is counted once. */
async function stopAck(ctx: TxCtx, ack: Extract<Ack, { kind: "order" }>): Promise<boolean> {
  const [orderId = ""] = ack.orderId.split(".", 1);
  const order = await ctx.db.stopOrder.findUnique({
    where: { id_orgId: { id: orderId, orgId: ctx.orgId } },
    select: { id: true },
  });
  if (!order) return false;
  const receivedAt = await databaseNow(ctx.db);
  await ctx.db.$executeRaw(Prisma.sql`
    INSERT INTO "StopAck" ("orderId", "orgId", "pepId", "pepAt", "receivedAt", "cancelled", "heard")
    VALUES (${order.id}, ${ctx.orgId}, ${ctx.actor.id}, ${new Date(ack.at)}, ${receivedAt}, ${ack.cancelled ?? null}, ARRAY[${ack.orderId}])
    ON CONFLICT ("orderId", "pepId") DO UPDATE SET
      "pepAt" = EXCLUDED."pepAt", "receivedAt" = EXCLUDED."receivedAt",
      "cancelled" = COALESCE("StopAck"."cancelled", 0) + COALESCE(EXCLUDED."cancelled", 0),
      "heard" = "StopAck"."heard" || EXCLUDED."heard"
    WHERE NOT "StopAck"."heard" && EXCLUDED."heard"`);
  return true;
}
