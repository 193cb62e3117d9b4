import { route } from "@/lib/http/route";
import { endPlan } from "@/lib/plan/end-plan";

export const POST = route(endPlan);
