import { listCampaigns } from "@/lib/attestations/list-campaigns";
import { startCampaign } from "@/lib/attestations/start-campaign";
import { route } from "@/lib/http/route";

export const GET = route(listCampaigns);
export const POST = route(startCampaign);
