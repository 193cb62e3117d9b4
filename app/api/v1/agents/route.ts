import { route } from "@/lib/http/route";
import { listAgents } from "@/lib/inventory/list-agents";
import { registerAgent } from "@/lib/inventory/register-agent";

export const GET = route(listAgents);
export const POST = route(registerAgent);
