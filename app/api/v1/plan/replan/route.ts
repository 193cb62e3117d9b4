import { route } from "@/lib/http/route";
import { replan } from "@/lib/plan/replan";

export const POST = route(replan);
