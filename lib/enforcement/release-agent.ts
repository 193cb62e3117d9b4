import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { askRelease } from "./ask-release";
import { releaseAgentOp } from "./release-contract";

export const releaseAgent = command(releaseAgentOp, async (tx, { id, reason }) => {
  const agent = await tx.db.agent.findUnique({
    where: { id_orgId: { id, orgId: tx.orgId } },
    select: { name: true, status: true },
  });
  if (!agent) throw notFound("agent");
  if (agent.status !== "killed" && agent.status !== "suspended")
    throw new Refusal("conflict", `${agent.name} is ${agent.status}, so it cannot be released.`);
  const order = await tx.db.stopOrder.findFirst({
    where: { orgId: tx.orgId, agentIds: { has: id }, status: agent.status },
    orderBy: [{ orderedAt: "desc" }, { id: "desc" }],
  });
  // An agent that came here stopped has no order of ours; it is released in its own name.
  const stopped = order ?? {
    id,
    status: agent.status,
    orderedById: null,
    agentName: agent.name,
    agentIds: [id],
    scope: {},
    agentId: id,
  };
  return askRelease(tx, { order: stopped, agentIds: [id], title: agent.name, reason });
});
