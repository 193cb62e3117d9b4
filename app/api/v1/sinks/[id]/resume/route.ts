import { resumeSink } from "@/lib/delivery/resume-sink";
import { route } from "@/lib/http/route";

export const POST = route(resumeSink);
