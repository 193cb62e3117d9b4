import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { getAttestationOp } from "./contract";
import { permittedTools } from "./permitted-tools";
import { loadAttestation, loadCampaign } from "./rows";

export const getAttestation = query(getAttestationOp, async (ctx, { id, agentId }) => {
  const now = await databaseNow(ctx.db);
  const campaign = await loadCampaign(ctx, id);
  const attestation = await loadAttestation(ctx, campaign, agentId, now);
  const { purpose } = await ctx.db.agent.findUniqueOrThrow({
    where: { id_orgId: { id: agentId, orgId: ctx.orgId } },
    select: { purpose: true },
  });
  return { attestation, campaign, purpose, ...(await permittedTools(ctx, agentId, now, campaign.days)) };
});
