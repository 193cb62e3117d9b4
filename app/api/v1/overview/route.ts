import { route } from "@/lib/http/route";
import { getOverview } from "@/lib/maturity/get-overview";

export const GET = route(getOverview);
