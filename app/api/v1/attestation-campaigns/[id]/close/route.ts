import { closeCampaign } from "@/lib/attestations/close-campaign";
import { route } from "@/lib/http/route";

export const POST = route(closeCampaign);
