import { command, RecordedRefusal } from "@/lib/audit/command";
import { databaseNow, type TxCtx } from "@/lib/db/ctx";
import { Prisma, type ReleaseRequest } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { carryOut } from "./ask-release";
import { personOf } from "./person-of";
import { confirmReleaseOp } from "./release-contract";
import { objectionToConfirm } from "./release-rules";

export const confirmRelease = command(confirmReleaseOp, async (tx, { id }) => {
  const asked = await lockRelease(tx, id);
  const by = { personId: await personOf(tx), inPerson: tx.actor.kind === "user" };
  // The lock may have been waited for, so the clock is read after it.
  const now = await databaseNow(tx.db);
  const objection = objectionToConfirm(by, asked, now);
  if (objection) {
    const target = { kind: "order", id: asked.orderId, name: asked.title } as const;
    const code = asked.status !== "pending" ? "conflict" : asked.expiresAt <= now ? "expired" : "forbidden";
    throw new RecordedRefusal(code, objection, {
      action: "access.refused",
      target,
      detail: { release: id, reason: objection },
    });
  }
  await tx.db.releaseRequest.update({
    where: { id },
    data: { status: "confirmed", closedAt: now, closedByName: tx.actor.name },
  });
  const order = await tx.db.stopOrder.findUnique({ where: { id_orgId: { id: asked.orderId, orgId: tx.orgId } } });
  const stopped = order ?? {
    id: asked.orderId,
    status: "killed",
    orderedById: null,
    agentName: asked.title,
    agentIds: asked.agentIds,
    scope: {},
    agentId: asked.orderId,
  };
  return carryOut(
    tx,
    { order: stopped, agentIds: asked.agentIds, title: asked.title, reason: asked.reason },
    { release: id, requestedBy: asked.requestedById, confirmedBy: tx.actor.id },
  );
});

/** Two who confirm at once are one after the other. */
export async function lockRelease(tx: TxCtx, id: string): Promise<ReleaseRequest> {
  await tx.db.$queryRaw(
    Prisma.sql`SELECT 1 FROM "ReleaseRequest" WHERE "id" = ${id} AND "orgId" = ${tx.orgId} FOR UPDATE`,
  );
  const row = await tx.db.releaseRequest.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!row) throw notFound("release");
  return row;
}
