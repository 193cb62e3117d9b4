import { route } from "@/lib/http/route";
import { listReplays } from "@/lib/replay/list-replays";
import { startReplay } from "@/lib/replay/start-replay";

export const GET = route(listReplays);
export const POST = route(startReplay);
