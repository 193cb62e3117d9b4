import { suspendAgent } from "@/lib/enforcement/suspend-agent";
import { route } from "@/lib/http/route";

export const POST = route(suspendAgent);
