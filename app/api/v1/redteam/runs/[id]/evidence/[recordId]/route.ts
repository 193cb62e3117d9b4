import { route } from "@/lib/http/route";
import { getEvidence } from "@/lib/redteam/get-evidence";

export const GET = route(getEvidence);
