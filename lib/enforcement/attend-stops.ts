/**
 * What follows an order without anyone asking: probes once points have confirmed (or did not within a time), a finding for
 * each point that can be reached and has not confirmed, and the certificate once no more is to be heard.
 */
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { everyoneAnswered, missingOf } from "./certificate-rules";
import { finishDrills } from "./finish-drills";
import { issueCertificate } from "./issue-certificate";
import { probeRequest } from "./probe-request";
import { aroundOrders, type OrderRow, orderOf, withAcks } from "./rows";
import { sendProbes } from "./send-probes";
import type { StopOrder } from "./stop-contract";

/** Orders older than this are left as they are: a certificate can still be asked for. */
const ATTENDED_MS = 15 * 60 * 1000;
/** Without a confirmation for this long, the point is probed all the same. */
const CONFIRM_WITHIN_MS = 3_000;
/** Without a confirmation for this long, a point that can be reached is a finding. */
const OVERDUE_MS = 10_000;

type Attended = { row: OrderRow; order: StopOrder };

/** True when something is still under way, so that it is worth looking again soon. */
export async function attendStops(ctx: Ctx): Promise<boolean> {
  const attended = await transaction(ctx, async (tx) => {
    // One at a time: two workers must not probe twice or sign two certificates.
    await tx.db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext(${`attend-stops ${tx.orgId}`}))`);
    const open = await openOrders(tx);
    await probeWhatIsDue(tx, open);
    for (const { row, order } of open) await noteOverdue(tx, row, order);
    return open;
  });
  for (const { order } of attended) {
    if (isDue(order)) await issueCertificate(ctx, { id: order.orderId });
  }
  await finishDrills(ctx);
  return attended.some(({ order }) => order.certificate === null && !everyoneAnswered(order.points));
}

/** Once no more is to be heard; and again when a point that was away has come back and nothing is missing any more. */
function isDue({ points, certificate }: StopOrder): boolean {
  if (points.length === 0 || !everyoneAnswered(points)) return false;
  return certificate === null || (!certificate.complete && missingOf(points).length === 0);
}

async function openOrders(tx: TxCtx): Promise<Attended[]> {
  const rows = await tx.db.stopOrder.findMany({
    where: {
      orgId: tx.orgId,
      status: { in: ["killed", "suspended", "revoked"] },
      orderedAt: { gt: new Date(tx.now.getTime() - ATTENDED_MS) },
    },
    include: withAcks,
    orderBy: { orderedAt: "asc" },
  });
  if (rows.length === 0) return [];
  const around = await aroundOrders(tx, rows);
  // What was released is not refused any more, so there is nothing left to try.
  return rows.map((row) => ({ row, order: orderOf(row, around(row)) })).filter(({ order }) => order.endedBy === null);
}

async function probeWhatIsDue(tx: TxCtx, open: readonly Attended[]): Promise<void> {
  for (const { row, order } of open) {
    const late = tx.now.getTime() - row.orderedAt.getTime() > CONFIRM_WITHIN_MS;
    const due = order.points.filter(
      ({ state, probe }) => probe === null && (state === "confirmed" || (state === "pending" && late)),
    );
    if (due.length === 0) continue;
    const request = await probeRequest(tx, row);
    await sendProbes(
      tx,
      due.map(({ pepId }) => ({ pepId, orderId: row.id, request })),
    );
  }
}

async function noteOverdue(tx: TxCtx, row: OrderRow, order: StopOrder): Promise<void> {
  if (tx.now.getTime() - row.orderedAt.getTime() < OVERDUE_MS) return;
  for (const point of order.points) {
    const found = { kind: "stop.unconfirmed", part: point.pepId } as const;
    if (point.state === "confirmed")
      await clearFinding(tx, { ...found, subjectId: row.id, why: `The point confirmed it after ${point.ms} ms.` });
    else
      await raiseFinding(tx, {
        ...found,
        severity: point.state === "pending" ? "critical" : "high",
        subject: { kind: "order", id: row.id, name: row.agentName },
        title: `${point.name} has not confirmed the stop of ${row.agentName}`,
        mend: point.leaseEndsAt
          ? `It cannot be reached and stops by its lease at ${point.leaseEndsAt}. Until then stop what runs behind it by other means.`
          : "Stop what runs behind this point by other means, then look at why it does not answer.",
        detail: { point: point.pepId, leaseEndsAt: point.leaseEndsAt },
      });
  }
}
