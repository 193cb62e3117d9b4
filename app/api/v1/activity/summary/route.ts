import { summariseCalls } from "@/lib/activity/summarise-calls";
import { route } from "@/lib/http/route";

export const GET = route(summariseCalls);
