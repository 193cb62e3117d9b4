import { route } from "@/lib/http/route";
import { dismissProposal } from "@/lib/profiles/dismiss-proposal";

export const POST = route(dismissProposal);
