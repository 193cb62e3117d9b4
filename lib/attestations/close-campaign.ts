import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { closeCampaignOp } from "./contract";
import { loadCampaign } from "./rows";

export const closeCampaign = command(closeCampaignOp, async (ctx, { id, reason }) => {
  const campaign = await loadCampaign(ctx, id);
  const { count } = await ctx.db.attestationCampaign.updateMany({
    where: { id, orgId: ctx.orgId, closedAt: null },
    data: { closedAt: ctx.now, closedByName: ctx.actor.name },
  });
  if (count === 0) throw new Refusal("conflict", `${campaign.title} is closed already.`);
  const { counts } = campaign;
  return {
    result: await loadCampaign(ctx, id),
    event: {
      action: "attestation.campaignClosed",
      target: { kind: "campaign", id, name: campaign.title },
      detail: { reason, asked: counts.asked, answered: counts.answered, confirmed: counts.confirmed },
    },
  };
});
