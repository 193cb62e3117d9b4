import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { askRelease } from "./ask-release";
import { releaseOrderOp } from "./release-contract";

const STOPS = ["killed", "suspended", "revoked"];

export const releaseOrder = command(releaseOrderOp, async (tx, { id, reason }) => {
  const order = await tx.db.stopOrder.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!order) throw notFound("stop order");
  if (!STOPS.includes(order.status))
    throw new Refusal("conflict", "This order stops nothing, so there is nothing to release.");
  if (order.status === "revoked") {
    const standing = await tx.db.revocation.count({ where: { orgId: tx.orgId, orderId: id, liftedAt: null } });
    if (standing === 0) throw new Refusal("conflict", `${order.agentName} was released already.`);
    return askRelease(tx, { order, agentIds: [], title: order.agentName, reason });
  }
  const stopped = await tx.db.agent.findMany({
    where: { orgId: tx.orgId, id: { in: order.agentIds }, status: { in: ["killed", "suspended"] } },
    select: { id: true },
  });
  if (stopped.length === 0)
    throw new Refusal("conflict", `${order.agentName}: there is no stopped agent left to release.`);
  return askRelease(tx, { order, agentIds: stopped.map((agent) => agent.id), title: order.agentName, reason });
});
