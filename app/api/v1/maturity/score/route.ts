import { route } from "@/lib/http/route";
import { getScore } from "@/lib/maturity/get-score";

export const GET = route(getScore);
