import { planDrills } from "@/lib/enforcement/plan-drills";
import { route } from "@/lib/http/route";

export const PUT = route(planDrills);
