import { killAgent } from "@/lib/enforcement/kill-agent";
import { route } from "@/lib/http/route";

export const POST = route(killAgent);
