import { command } from "@/lib/audit/command";
import { notFound, Refusal } from "@/lib/shared/errors";
import { dismissProposalOp } from "./contract";

export const dismissProposal = command(dismissProposalOp, async (tx, { id }) => {
  const row = await tx.db.profileProposal.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!row) throw notFound("proposal");
  const { count } = await tx.db.profileProposal.updateMany({
    where: { id, orgId: tx.orgId, closedAt: null },
    data: { closedAt: tx.now, closedByName: tx.actor.name, closedAs: "dismissed" },
  });
  if (count === 0) throw new Refusal("conflict", `This proposal was ${row.closedAs} already.`);
  return {
    result: { id },
    event: {
      action: "sandboxProfile.dismissed",
      target: { kind: "sandboxProfile", id, name: row.profileName },
      detail: { agentId: row.agentId, runId: row.runId },
    },
  };
});
