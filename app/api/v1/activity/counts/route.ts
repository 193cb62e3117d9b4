import { countCalls } from "@/lib/activity/count-calls";
import { route } from "@/lib/http/route";

export const GET = route(countCalls);
