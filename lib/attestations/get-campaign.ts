import { query } from "@/lib/audit/query";
import { getCampaignOp } from "./contract";
import { loadCampaign } from "./rows";

export const getCampaign = query(getCampaignOp, (ctx, { id }) => loadCampaign(ctx, id));
