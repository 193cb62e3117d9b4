import { route } from "@/lib/http/route";
import { simulateDecision } from "@/lib/policy/simulate-decision";

export const POST = route(simulateDecision);
