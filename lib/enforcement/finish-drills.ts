/** Ends drills: certificate, release of the canary, figures, and a finding when a point did not obey. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { type Drill, Prisma } from "@/lib/db/generated/client";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { everyoneAnswered, missingOf } from "./certificate-rules";
import { DRILL_PATIENCE_MS, drillFigures } from "./drill-rules";
import { issueCertificate } from "./issue-certificate";
import { showStopOrder } from "./rows";
import { changes, lockedAgents, orderAgents } from "./stop-agent";
import type { StopOrder } from "./stop-contract";

export function finishDrills(ctx: Ctx): Promise<void> {
  return transaction(ctx, async (tx) => {
    const running = await tx.db.$queryRaw<Drill[]>(
      Prisma.sql`SELECT * FROM "Drill" WHERE "orgId" = ${tx.orgId} AND "status" = 'running' FOR UPDATE SKIP LOCKED`,
    );
    for (const drill of running) {
      const order = await showStopOrder(tx, drill.orderId);
      const late = tx.now.getTime() - drill.startedAt.getTime() > DRILL_PATIENCE_MS;
      if (late || everyoneAnswered(order.points)) await finish(tx, drill, order);
    }
  });
}

async function finish(tx: TxCtx, drill: Drill, order: StopOrder): Promise<void> {
  const { id: certificateId } = order.certificate ?? (await issueCertificate(tx, { id: order.orderId }));
  await releaseCanary(tx, drill, order);
  const missing = missingOf(order.points);
  const status = missing.length === 0 && order.points.length > 0 ? "passed" : "failed";
  const why = order.points.length === 0 ? ["No enforcement point was there to be drilled."] : missing;
  const figures = drillFigures(order.points);
  await tx.db.drill.update({
    where: { id: drill.id },
    data: { ...figures, status, endedAt: tx.now, certificateId, missing: why },
  });
  await recordAudit(tx, {
    action: "drill.ended",
    target: { kind: "order", id: order.orderId, name: "Kill drill" },
    detail: { drill: drill.id, status, ...figures, missing: why },
  });
  const subject = { kind: "agent", id: order.agentId ?? "", name: order.agentName } as const;
  if (status === "passed") {
    await clearFinding(tx, { kind: "drill.failed", subjectId: subject.id, why: "A later drill passed." });
    return;
  }
  await raiseFinding(tx, {
    kind: "drill.failed",
    severity: "high",
    subject,
    title: `A kill drill failed: ${why.length === 1 ? why[0] : `${why.length} of ${order.points.length} points did not prove the stop`}`,
    mend: "Open the drill's order, look at each point that is named there, and drill again.",
    detail: { drill: drill.id, order: order.orderId, missing: why.slice(0, 50) },
  });
}

/** Without a second person: this agent was made to be killed and does nothing. */
async function releaseCanary(tx: TxCtx, drill: Drill, order: StopOrder): Promise<void> {
  const plan = await tx.db.drillPlan.findUnique({ where: { orgId: tx.orgId } });
  if (!order.agentId || plan?.canaryId !== order.agentId) return;
  const canary = (await lockedAgents(tx, [order.agentId])).filter(({ status }) => status === "killed");
  if (canary.length === 0) return;
  const { event } = await orderAgents(tx, canary, "The drill is over.", changes.release, {
    releases: order.orderId,
    drill: true,
    detail: { drill: drill.id },
  });
  if (event !== "repetition") for (const one of Array.isArray(event) ? event : [event]) await recordAudit(tx, one);
}
