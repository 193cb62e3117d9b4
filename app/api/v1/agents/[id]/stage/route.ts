import { route } from "@/lib/http/route";
import { getAgentStage } from "@/lib/maturity/get-agent-stage";

export const GET = route(getAgentStage);
