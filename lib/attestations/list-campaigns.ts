import { query } from "@/lib/audit/query";
import { listCampaignsOp } from "./contract";
import { readCampaigns } from "./rows";

export const listCampaigns = query(listCampaignsOp, async (ctx) => ({ items: await readCampaigns(ctx) }));
