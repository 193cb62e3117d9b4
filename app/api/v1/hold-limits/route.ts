import { getHoldLimits } from "@/lib/checkpoints/get-hold-limits";
import { setHoldLimits } from "@/lib/checkpoints/set-hold-limits";
import { route } from "@/lib/http/route";

export const GET = route(getHoldLimits);
export const PUT = route(setHoldLimits);
