import { route } from "@/lib/http/route";
import { explainDecision } from "@/lib/policy/explain-decision";

export const POST = route(explainDecision);
