import { route } from "@/lib/http/route";
import { actInRange } from "@/lib/redteam/act-in-range";

export const POST = route(actInRange);
