import { createSink } from "@/lib/delivery/create-sink";
import { listSinks } from "@/lib/delivery/list-sinks";
import { route } from "@/lib/http/route";

export const GET = route(listSinks);
export const POST = route(createSink);
