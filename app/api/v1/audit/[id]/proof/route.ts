import { getInclusionProof } from "@/lib/audit/get-inclusion-proof";
import { route } from "@/lib/http/route";

export const GET = route(getInclusionProof);
