import { getCheckpointContext } from "@/lib/checkpoints/get-checkpoint-context";
import { route } from "@/lib/http/route";

export const GET = route(getCheckpointContext);
