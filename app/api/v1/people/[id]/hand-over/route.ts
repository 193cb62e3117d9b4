import { route } from "@/lib/http/route";
import { handOverAgents } from "@/lib/owners/hand-over-agents";

export const POST = route(handOverAgents);
