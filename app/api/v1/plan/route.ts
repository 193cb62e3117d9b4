import { route } from "@/lib/http/route";
import { getPlan } from "@/lib/plan/get-plan";
import { startPlan } from "@/lib/plan/start-plan";

export const GET = route(getPlan);
export const POST = route(startPlan);
