import { route } from "@/lib/http/route";
import { getTrend } from "@/lib/maturity/get-trend";

export const GET = route(getTrend);
