import { pauseSink } from "@/lib/delivery/pause-sink";
import { route } from "@/lib/http/route";

export const POST = route(pauseSink);
