import { testSink } from "@/lib/delivery/test-sink";
import { route } from "@/lib/http/route";

export const POST = route(testSink);
