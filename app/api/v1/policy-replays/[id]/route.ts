import { route } from "@/lib/http/route";
import { cancelReplay } from "@/lib/replay/cancel-replay";
import { getReplay } from "@/lib/replay/get-replay";

export const GET = route(getReplay);
export const DELETE = route(cancelReplay);
