import { getUnsettled } from "@/lib/checkpoints/get-unsettled";
import { settleOutcome } from "@/lib/checkpoints/settle-outcome";
import { route } from "@/lib/http/route";

export const GET = route(getUnsettled);
export const POST = route(settleOutcome);
