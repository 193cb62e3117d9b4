import { route } from "@/lib/http/route";
import { replayEgress } from "@/lib/profiles/replay-egress";

export const POST = route(replayEgress);
