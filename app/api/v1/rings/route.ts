import { route } from "@/lib/http/route";
import { getRings } from "@/lib/rollouts/get-rings";
import { saveRings } from "@/lib/rollouts/save-rings";

export const GET = route(getRings);
export const PUT = route(saveRings);
