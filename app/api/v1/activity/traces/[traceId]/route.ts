import { getTrace } from "@/lib/activity/get-trace";
import { route } from "@/lib/http/route";

export const GET = route(getTrace);
