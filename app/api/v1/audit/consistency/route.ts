import { getConsistencyProof } from "@/lib/audit/get-consistency-proof";
import { route } from "@/lib/http/route";

export const GET = route(getConsistencyProof);
