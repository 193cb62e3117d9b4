import { getCampaign } from "@/lib/attestations/get-campaign";
import { route } from "@/lib/http/route";

export const GET = route(getCampaign);
