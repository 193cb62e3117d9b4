import { replaySink } from "@/lib/delivery/replay-sink";
import { route } from "@/lib/http/route";

export const POST = route(replaySink);
