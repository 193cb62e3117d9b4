import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { route } from "@/lib/http/route";

export const GET = route(listCheckpoints);
