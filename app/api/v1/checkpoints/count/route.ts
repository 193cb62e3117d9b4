import { countCheckpoints } from "@/lib/checkpoints/count-checkpoints";
import { route } from "@/lib/http/route";

export const GET = route(countCheckpoints);
